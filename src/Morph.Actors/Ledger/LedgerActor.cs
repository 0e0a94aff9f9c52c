using Akka.Persistence;
using Morph.Actors.Protocol;
using Morph.Domain.Work;

namespace Morph.Actors.Ledger;

/// <summary>An actor that owns units of work: what it decides becomes durable before anything follows from it.</summary>
/// <param name="persistenceId">Its place in the journal.</param>
/// <param name="time">The clock of its events.</param>
public abstract class LedgerActor(string persistenceId, TimeProvider time) : ReceivePersistentActor
{
    private readonly HashSet<Attempt> _takenUp = [];

    /// <inheritdoc/>
    public override string PersistenceId { get; } = persistenceId;

    /// <summary>The time that events carry.</summary>
    protected DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Folds a durable event into the state; also called for each event of the journal at the start.</summary>
    protected abstract void Apply(IWireMessage @event);

    /// <summary>
    /// An attempt's end is sent again until it is settled; it counts once. What this actor has taken up it settles itself; should it fail before, it starts anew and has taken up nothing.
    /// </summary>
    protected bool IsRepeated(IAttemptEnd end) => !_takenUp.Add(end.Attempt);

    /// <summary>Makes events durable, folds each, then goes on; without events at once.</summary>
    protected void Keep(IReadOnlyList<IWireMessage> events, Action then)
    {
        if (events.Count == 0)
        {
            then();
            return;
        }

        var left = events.Count;
        PersistAll(events, e =>
        {
            Apply(e);
            if (--left == 0)
            {
                then();
            }
        });
    }
}
