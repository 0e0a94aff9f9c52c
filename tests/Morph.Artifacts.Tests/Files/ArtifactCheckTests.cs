using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;

namespace Morph.Artifacts.Tests.Files;

public sealed class ArtifactCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_kind_of_damage_is_named_and_sound_files_are_not()
    {
        var run = new RunDirectory(_folder.Path);
        var records = Enumerable.Range(0, 40)
            .Select(i => AtomicFile.Write(run, run.MaskPath("S", $"{i:00}"), stream => stream.Write(new byte[1000 + i])))
            .ToArray();
        Assert.Empty(ArtifactCheck.Check(run, records));

        File.Delete(run.MaskPath("S", "03"));
        File.AppendAllText(run.MaskPath("S", "07"), "x");
        var bytes = File.ReadAllBytes(run.MaskPath("S", "20"));
        bytes[500] ^= 0x5a;
        File.WriteAllBytes(run.MaskPath("S", "20"), bytes);

        var damages = ArtifactCheck.Check(run, records);
        Assert.Equal(
            [("masks/S/03.png", DamageKind.Missing), ("masks/S/07.png", DamageKind.Length), ("masks/S/20.png", DamageKind.Content)],
            damages.Select(d => (d.Artifact.Path, d.Kind)));
        Assert.All(damages, d => Assert.StartsWith(d.Artifact.Path, d.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_listing_reads_back_and_has_one_digest_for_all()
    {
        var run = new RunDirectory(_folder.Path);
        var first = AtomicFile.Write(run, _folder.File("a, \"b\""), stream => stream.WriteByte(1));
        var second = AtomicFile.Write(run, _folder.File("c"), stream => stream.WriteByte(2));
        var listing = ListingFile.Write(run, _folder.File("listing.csv"), [first, second]);
        Assert.Equal([first, second], ListingFile.Read(_folder.File("listing.csv")));
        Assert.NotEqual(listing.Digest, ListingFile.Write(run, _folder.File("listing.csv"), [second, first]).Digest);
    }
}
