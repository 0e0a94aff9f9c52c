using Morph.Actors.Membership;

namespace Morph.Cluster.Tests.Membership;

public sealed class SharedPresenceTests
{
    [Fact]
    public void Others_are_the_nodes_that_showed_themselves_lately_and_have_not_left()
    {
        using var folder = new TemporaryFolder();
        var (here, alive, killed, left) = (Of(folder, "a:1"), Of(folder, "b:1"), Of(folder, "c:1"), Of(folder, "d:1"));
        foreach (var node in (SharedPresence[])[here, alive, killed, left])
        {
            node.Show();
        }

        File.SetLastWriteTimeUtc(folder.File(SharedPresence.FolderName, "c_1"), DateTime.UtcNow - SharedPresence.Fades);
        left.Leave();

        Assert.Equal(["b:1"], here.Others());
        Assert.Equal(["a:1"], alive.Others());
    }

    [Fact]
    public void Where_nobody_was_there_are_no_others_and_leaving_does_no_harm()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(Of(folder, "a:1").Others());
        Of(folder, "a:1").Leave();
    }

    private static SharedPresence Of(TemporaryFolder folder, string node) => new(folder.Path, node);
}
