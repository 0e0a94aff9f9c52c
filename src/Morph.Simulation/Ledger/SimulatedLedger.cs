using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Morph.Domain.Randomness;
using Morph.Domain.Work;

namespace Morph.Simulation.Ledger;

/// <summary>
/// The database: outlives every node, answers after a drawn time, and refuses a second writer of an entry that is there, as a table with a key does.
/// </summary>
/// <param name="cluster">The simulation.</param>
/// <param name="random">Times of the answers.</param>
internal sealed class SimulatedLedger(SimulatedCluster cluster, RandomSource random)
{
    private static readonly TimeSpan s_read = TimeSpan.FromMicroseconds(45);
    private static readonly TimeSpan s_fails = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<string, List<IPersistentRepresentation>> _journals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SelectedSnapshot> _snapshots = [];

    /// <summary>The database answers nobody.</summary>
    public bool Down { get; set; }

    /// <summary>Entries so far.</summary>
    public long Entries { get; private set; }

    /// <summary>Writes of a place that another has written before.</summary>
    public int Refused { get; private set; }

    /// <summary>Writes and reads that the database did not answer.</summary>
    public int Failures { get; private set; }

    /// <summary>When the last entry came.</summary>
    public TimeSpan LastEntry { get; private set; }

    /// <summary>Every entry of every journal.</summary>
    public IEnumerable<object> Events => _journals.Values.SelectMany(j => j).Select(e => e.Payload);

    /// <summary>Writes what an actor wants kept, and answers it.</summary>
    public void Write(WriteMessages request)
    {
        var writes = request.Messages.OfType<AtomicWrite>().ToList();
        var entries = writes.SelectMany(w => (IImmutableList<IPersistentRepresentation>)w.Payload).ToList();
        Exception? failure = Down ? new TimeoutException("The ledger does not answer.") : Conflict(entries[0]);
        Failures += Down ? 1 : 0;
        if (failure is null)
        {
            foreach (var entry in entries)
            {
                Keep(entry);
            }
        }

        Answer(request.PersistentActor, Down ? s_fails : Latency(), actor =>
        {
            actor.Tell(failure is null ? WriteMessagesSuccessful.Instance : new WriteMessagesFailed(failure, writes.Count), ActorRefs.NoSender);
            foreach (var entry in entries)
            {
                actor.Tell(
                    failure is null ? new WriteMessageSuccess(entry, request.ActorInstanceId) : new WriteMessageFailure(entry, failure, request.ActorInstanceId), entry.Sender);
            }
        });
    }

    /// <summary>Reads a journal to an actor that starts.</summary>
    public void Replay(ReplayMessages request)
    {
        if (Down)
        {
            Answer(request.PersistentActor, s_fails, actor => actor.Tell(new ReplayMessagesFailure(new TimeoutException("The ledger does not answer.")), ActorRefs.NoSender));
            return;
        }

        var journal = _journals.GetValueOrDefault(request.PersistenceId) ?? [];
        var entries = journal.Skip((int)request.FromSequenceNr - 1).Where(e => e.SequenceNr <= request.ToSequenceNr).ToList();
        Answer(request.PersistentActor, Latency() + (s_read * entries.Count), actor =>
        {
            foreach (var entry in entries)
            {
                actor.Tell(new ReplayedMessage(entry), ActorRefs.NoSender);
            }

            actor.Tell(new RecoverySuccess(journal.Count), ActorRefs.NoSender);
        });
    }

    /// <summary>Reads the last snapshot to an actor that starts.</summary>
    public void Load(LoadSnapshot request, IActorRef asker)
    {
        var snapshot = _snapshots.GetValueOrDefault(request.PersistenceId);
        Answer(asker, Latency(), actor => actor.Tell(new LoadSnapshotResult(snapshot, request.ToSequenceNr), ActorRefs.NoSender));
    }

    /// <summary>Keeps a snapshot in the place of the one before.</summary>
    public void Save(SaveSnapshot request, IActorRef asker)
    {
        _snapshots[request.Metadata.PersistenceId] = new(request.Metadata, request.Snapshot);
        Answer(asker, Latency(), actor => actor.Tell(new SaveSnapshotSuccess(request.Metadata), ActorRefs.NoSender));
    }

    private void Answer(IActorRef actor, TimeSpan after, Action<IActorRef> answer) => cluster.Clock.After(after, () => answer(actor));

    private InvalidOperationException? Conflict(IPersistentRepresentation entry)
    {
        if (entry.SequenceNr == (_journals.GetValueOrDefault(entry.PersistenceId)?.Count ?? 0) + 1)
        {
            return null;
        }

        Refused++;
        return new($"Entry {entry.SequenceNr} of {entry.PersistenceId} is there already.");
    }

    private void Keep(IPersistentRepresentation entry)
    {
        if (!_journals.TryGetValue(entry.PersistenceId, out var journal))
        {
            _journals.Add(entry.PersistenceId, journal = []);
        }

        journal.Add(entry);
        Entries++;
        LastEntry = cluster.Clock.Now;
        cluster.OnEntry((IWireMessage)entry.Payload);
    }

    private TimeSpan Latency() => cluster.Options.LedgerLatency * (0.5 - (0.5 * Math.Log(1 - random.NextDouble())));
}
