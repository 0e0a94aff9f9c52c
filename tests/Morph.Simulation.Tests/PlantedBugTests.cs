using Akka.Actor;
using Morph.Actors.Protocol;
using Morph.Domain.Work;
using Morph.Simulation.Invariants;
using Morph.Simulation.Schedules;

namespace Morph.Simulation.Tests;

/// <summary>Bugs that could be in the dispatcher are planted from outside; the invariants must find them.</summary>
public class PlantedBugTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Seeds = 200;

    [Fact]
    public void A_commit_without_the_fence_is_found_and_shrunk() => FindAndShrink(() => new NoFence(), Invariant.Fenced);

    [Fact]
    public void A_lease_that_never_expires_is_found_and_shrunk() => FindAndShrink(() => new NoExpiry(), Invariant.Progress);

    private void FindAndShrink(Func<Sabotage> plant, Invariant expected)
    {
        for (var seed = 1L; seed <= Seeds; seed++)
        {
            var outcome = RoughRuns.Run(seed, plant());
            if (outcome.Violation is null)
            {
                continue;
            }

            Assert.Equal(expected, outcome.Violation.Invariant);
            Assert.Null(RoughRuns.Run(seed).Violation);
            var shortest = RoughRuns.Shrink(seed, outcome, plant);
            output.WriteLine($"Found by seed {seed}: {outcome.Violation}\nof {RoughRuns.Schedule(seed).Events.Length} events are left:\n{shortest}");
            Assert.InRange(shortest.Events.Length, 1, 4);
            var replayed = RoughRuns.Run(seed, SimulationSchedule.Parse(shortest.ToString()), plant());
            Assert.Equal(expected, replayed.Violation?.Invariant);
            return;
        }

        Assert.Fail($"None of {Seeds} seeds found it.");
    }

    /// <summary>As if the dispatcher did not compare the fence of an answer with that of the lease.</summary>
    private sealed class NoFence : Sabotage
    {
        private readonly Dictionary<UnitId, Attempt> _current = [];

        public override object? OnMessage(SimulatedMessage message)
        {
            if (message.Message is WorkOffered offer)
            {
                _current[offer.Order.Unit] = offer.Attempt;
            }

            return message.Message is UnitComputed end && _current.TryGetValue(end.Unit, out var current) ? end with { Attempt = current } : message.Message;
        }
    }

    /// <summary>As if the dispatcher never looked for leases that ran out: its timers are lost.</summary>
    private sealed class NoExpiry : Sabotage
    {
        public override bool OnDelivery(IActorRef actor, object message) =>
            !(actor.Path.Name.StartsWith("dispatcher-", StringComparison.Ordinal) && message.GetType().Name.Contains("TimerMsg", StringComparison.Ordinal));
    }
}
