using Akka.Actor;
using Akka.Persistence;
using Morph.Simulation.Clock;

namespace Morph.Simulation.Ledger;

/// <summary>Akka.Persistence's journal: speaks its protocol with the persistent actors and passes all on to the simulation's ledger.</summary>
internal sealed class SimulatedJournal : ReceiveActor
{
    /// <summary>Called by Akka, which knows this class by its name.</summary>
    public SimulatedJournal()
    {
        var scheduler = (SimulatedScheduler)Context.System.Scheduler;
        Receive<WriteMessages>(m => scheduler.Cluster!.Ledger.Write(m));
        Receive<ReplayMessages>(m => scheduler.Cluster!.Ledger.Replay(m));
    }
}

/// <summary>Akka.Persistence's snapshot store, as <see cref="SimulatedJournal"/>.</summary>
internal sealed class SimulatedSnapshots : ReceiveActor
{
    /// <summary>Called by Akka, which knows this class by its name.</summary>
    public SimulatedSnapshots()
    {
        var scheduler = (SimulatedScheduler)Context.System.Scheduler;
        Receive<LoadSnapshot>(m => scheduler.Cluster!.Ledger.Load(m, Sender));
        Receive<SaveSnapshot>(m => scheduler.Cluster!.Ledger.Save(m, Sender));
        Receive<DeleteSnapshots>(m => Sender.Tell(new DeleteSnapshotsSuccess(m.Criteria)));
    }
}
