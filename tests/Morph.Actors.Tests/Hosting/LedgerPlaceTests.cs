using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Morph.Actors.Hosting;
using Morph.Domain.Settings;

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
    public async Task A_server_that_was_down_is_used_again_when_it_is_back()
    {
        using var server = PostgreSqlServer.StartOrSkip();
        using var system = Start(JournalPlace.Parse(server.ConnectionString));
        var seen = new ConcurrentQueue<int>();
        var counter = Begin(system, seen, new());
        Assert.Equal(1, await CountAsync(counter, seen));

        server.Stop();
        counter.Tell("count");
        await counter.WatchAsync().WaitAsync(TimeSpan.FromSeconds(30)); // an actor whose event is not stored is stopped: its supervisor has to begin anew

        server.Start();
        var clock = Stopwatch.StartNew();
        seen.Clear();
        while (seen.IsEmpty && clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            counter = Begin(system, seen, new());
            await Task.WhenAny(CountAsync(counter, seen), counter.WatchAsync()).WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(2, seen.Last());
        await system.Terminate();
    }

    private static ActorSystem Start(JournalPlace place) =>
        ActorSystem.Create("ledger", AkkaConfiguration.Node(NodeSettings.Default with { Port = 0 }, [], place, Config.Empty));

    private static IActorRef Begin(ActorSystem system, ConcurrentQueue<int> seen, TaskCompletionSource kept) => system.ActorOf(Props.Create(() => new Counter(seen, kept)));

    private static async Task<int> CountAsync(IActorRef counter, ConcurrentQueue<int> seen)
    {
        await counter.Ask<int>("count", TimeSpan.FromSeconds(60));
        return seen.Last();
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
