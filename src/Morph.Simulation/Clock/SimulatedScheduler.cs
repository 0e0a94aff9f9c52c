using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;

namespace Morph.Simulation.Clock;

/// <summary>Akka.TestKit's scheduler. An actor system makes its own by name, so this is also where its parts find the simulation that they belong to.</summary>
/// <param name="config">Not used.</param>
/// <param name="log">Not used.</param>
internal sealed class SimulatedScheduler(Config config, ILoggingAdapter log) : TestScheduler(config, log)
{
    /// <summary>Runs the system's actors.</summary>
    public Pump Pump { get; } = new();

    /// <summary>The simulation; null while the system is being made.</summary>
    public SimulatedCluster? Cluster { get; set; }
}
