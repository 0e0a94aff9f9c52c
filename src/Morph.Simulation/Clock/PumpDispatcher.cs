using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Morph.Simulation.Clock;

/// <summary>Makes the dispatcher of all actors of a simulation.</summary>
internal sealed class PumpDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly PumpDispatcher _dispatcher;

    /// <summary>Called by Akka, which knows this class by its name.</summary>
    public PumpDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _dispatcher = new(this, (SimulatedScheduler)prerequisites.Scheduler);

    /// <inheritdoc/>
    public override MessageDispatcher Dispatcher() => _dispatcher;
}

/// <summary>Has mailboxes run by the pump; every message to any actor passes here.</summary>
/// <param name="configurator">Its maker.</param>
/// <param name="scheduler">Knows the simulation.</param>
internal sealed class PumpDispatcher(MessageDispatcherConfigurator configurator, SimulatedScheduler scheduler) : MessageDispatcher(configurator)
{
    /// <inheritdoc/>
    public override void Dispatch(ActorCell cell, Envelope envelope)
    {
        if (scheduler.Cluster is { } cluster && (!cluster.Admits(cell.Self, envelope.Message) || (cluster.AnyPaused && IsHeld(cluster, cell, envelope))))
        {
            return;
        }

        base.Dispatch(cell, envelope);
    }

    /// <inheritdoc/>
    public override void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        if (scheduler.Cluster is { AnyPaused: true } cluster && IsHeld(cluster, cell, message))
        {
            return;
        }

        base.SystemDispatch(cell, message);
    }

    private bool IsHeld(SimulatedCluster cluster, ActorCell cell, Envelope envelope) => cluster.Holds(cell.Self, () => base.Dispatch(cell, envelope));

    private bool IsHeld(SimulatedCluster cluster, ActorCell cell, SystemMessage message) => cluster.Holds(cell.Self, () => base.SystemDispatch(cell, message));

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run) => scheduler.Pump.Add(run);

    /// <inheritdoc/>
    protected override void Shutdown()
    {
    }
}
