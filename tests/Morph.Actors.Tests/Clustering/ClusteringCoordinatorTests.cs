using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;
using Morph.Actors.Clustering;
using Morph.Actors.Hosting;
using Morph.Actors.Protocol;
using Morph.Actors.Tests.Fakes;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Tests.Clustering;

public sealed class ClusteringCoordinatorTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_reminder_asks_the_sample_that_has_not_answered_again_and_none_that_has()
    {
        using var folder = new TemporaryFolder();
        using var system = ActorSystem.Create("morph", AkkaConfiguration.Local(folder.File("journal.db"), Config.Empty));
        var asked = Channel.CreateUnbounded<string>();
        var heard = Channel.CreateUnbounded<object>();
        var run = system.ActorOf(Props.Create(() => new Ear(heard)));
        var clustering = system.ActorOf(Props.Create(() => new ClusteringCoordinator(
            "test", new MemoryRunStore(MemoryRunStore.Definition(2, 1)), run, (sample, _, _) => asked.Writer.TryWrite(sample), 3, TimeProvider.System)));
        var request = new ClusterRun(MemoryRunStore.Reference, Stage.Cluster, LeftOut.None);

        clustering.Tell(request);
        Assert.Equal("S00", await Next(asked));
        clustering.Tell(PageOf("S00"));
        Assert.Equal("S01", await Next(asked));
        clustering.Tell(request);
        Assert.Equal("S01", await Next(asked));
        clustering.Tell(PageOf("S01"));
        clustering.Tell(PageOf("S01"));

        Assert.Equal(new ClusteringAdvanced(Stage.Reduce, false, false), await Next(heard));
        Assert.Equal(new UnitId(Stage.Reduce), Assert.IsType<EnqueueWork>(await Next(heard)).Orders.Single().Unit);
        Assert.False(asked.Reader.TryRead(out _));
        await system.Terminate();
    }

    private static async Task<T> Next<T>(Channel<T> channel) => await channel.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    private static EmbeddingsPage PageOf(string sample) => new(sample, 0, 1, [new("00000", new($"embeddings/{sample}.parquet", Digest.OfTexts(sample), 1))]);

    private sealed class Ear : ReceiveActor
    {
        public Ear(Channel<object> heard) => ReceiveAny(m => heard.Writer.TryWrite(m));
    }
}
