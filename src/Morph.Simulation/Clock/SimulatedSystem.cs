using Akka.Actor;
using Akka.Configuration;

namespace Morph.Simulation.Clock;

/// <summary>The actor system of a simulation: everything in it runs on the pump and on virtual time, and its ledger is played.</summary>
internal static class SimulatedSystem
{
    private static readonly Config s_configuration = ConfigurationFactory.ParseString("""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          scheduler.implementation = "Morph.Simulation.Clock.SimulatedScheduler, Morph.Simulation"
          coordinated-shutdown {
            run-by-clr-shutdown-hook = off
            run-by-actor-system-terminate = off
          }
          actor {
            default-dispatcher {
              type = "Morph.Simulation.Clock.PumpDispatcherConfigurator, Morph.Simulation"
              throughput = 10
            }
            internal-dispatcher.type = "Morph.Simulation.Clock.PumpDispatcherConfigurator, Morph.Simulation"
          }
          persistence {
            max-concurrent-recoveries = 10
            dispatchers {
              default-plugin-dispatcher.type = "Morph.Simulation.Clock.PumpDispatcherConfigurator, Morph.Simulation"
              default-replay-dispatcher.type = "Morph.Simulation.Clock.PumpDispatcherConfigurator, Morph.Simulation"
            }
            journal {
              plugin = "akka.persistence.journal.simulated"
              simulated {
                class = "Morph.Simulation.Ledger.SimulatedJournal, Morph.Simulation"
                recovery-event-timeout = 20s
              }
            }
            snapshot-store {
              plugin = "akka.persistence.snapshot-store.simulated"
              simulated.class = "Morph.Simulation.Ledger.SimulatedSnapshots, Morph.Simulation"
            }
          }
        }
        """);

    /// <summary>Makes a system whose scheduler is a <see cref="SimulatedScheduler"/>.</summary>
    public static ActorSystem Create() => ActorSystem.Create("simulated", s_configuration);
}
