using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Morph.Actors.Hosting;
using Morph.Domain.Settings;
using ConfigurationException = Morph.Domain.Errors.ConfigurationException;

namespace Morph.Actors.Tests.Hosting;

/// <summary>Events and snapshots through the plugins, on each kind of database.</summary>
public sealed class LedgerPlaceTests
{
    [Fact]
    public async Task A_file_keeps_events_and_snapshots()
    {
        using var folder = new TemporaryFolder();
        await KeepsAsync(JournalPlace.Parse($"sqlite:{folder.File("journal.db")}"));
    }

    [SkippableFact]
    public async Task A_server_keeps_events_and_snapshots()
    {
        using var server = PostgreSqlServer.StartOrSkip();
        await KeepsAsync(JournalPlace.Parse(server.ConnectionString));
    }

    [SkippableFact]
    public async Task A_server_that_was_down_is_used_again_when_it_is_back_and_no_connection_from_before_is()
    {
        using var server = PostgreSqlServer.StartOrSkip();
        var place = JournalPlace.Parse(server.ConnectionString);
        using var system = Start(place);
        Assert.Equal(1, await CountAsync(system));

        server.Stop();
        var counter = Begin(system, [], new());
        await counter.WatchAsync().WaitAsync(TimeSpan.FromSeconds(30)); // an actor whose ledger is gone is stopped: its supervisor has to begin anew
        server.Start();
        Assert.Equal(2, await CountAsync(system));

        server.Stop();
        await Assert.ThrowsAsync<ConfigurationException>(() => place.CheckAsync(CancellationToken.None)); // as a node does every few seconds
        server.Start();
        Assert.Equal(3, await CountAsync(system));
        await system.Terminate();
    }

    private static ActorSystem Start(JournalPlace place) =>
        ActorSystem.Create("ledger", AkkaConfiguration.Node(NodeSettings.Default with { Port = 0 }, [], place, Config.Empty));

    private static IActorRef Begin(ActorSystem system, ConcurrentQueue<int> seen, TaskCompletionSource kept) => system.ActorOf(Props.Create(() => new Counter(seen, kept)));

    private static async Task<int> CountAsync(ActorSystem system)
    {
        var counter = Begin(system, [], new());
        var count = await counter.Ask<int>("count", TimeSpan.FromSeconds(15));
        await counter.GracefulStop(TimeSpan.FromSeconds(15));
        return count;
    }

    private static async Task KeepsAsync(JournalPlace place)
    {
        await place.CheckAsync(CancellationToken.None);
        Assert.Equal("1 2 3", await SeenAsync(place, 3));
        Assert.Equal("3 4", await SeenAsync(place, 1)); // 3 from the snapshot, which spares the events before it
    }

    private static async Task<string> SeenAsync(JournalPlace place, int events)
    {
        using var system = Start(place);
        var seen = new ConcurrentQueue<int>();
        var kept = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var counter = Begin(system, seen, kept);
        for (var i = 0; i < events; i++)
        {
            counter.Tell("count");
        }

        counter.Tell("keep");
        await kept.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var query = PersistenceQuery.Get(system).ReadJournalFor<SqlReadJournal>(SqlReadJournal.Identifier);
        var stored = await query.CurrentEventsByPersistenceId("counter", 0, long.MaxValue).RunAggregate(0, (n, _) => n + 1, system.Materializer()).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(seen.Last(), stored);
        await system.Terminate();
        return string.Join(' ', seen);
    }

    /// <summary>Counts, as many events as its number says.</summary>
    private sealed class Counter : ReceivePersistentActor
    {
        private int _count;

        public Counter(ConcurrentQueue<int> seen, TaskCompletionSource kept)
        {
            Recover<SnapshotOffer>(offer => seen.Enqueue(_count = (int)offer.Snapshot));
            Recover<int>(count => seen.Enqueue(_count = count));
            Command<string>(word => word == "count", _ => Persist(_count + 1, count =>
            {
                seen.Enqueue(_count = count);
                Sender.Tell(count);
            }));
            Command<string>(word => word == "keep", _ => SaveSnapshot(_count));
            Command<SaveSnapshotSuccess>(_ => kept.SetResult());
            Command<SaveSnapshotFailure>(failure => kept.SetException(failure.Cause));
        }

        public override string PersistenceId => "counter";
    }
}
