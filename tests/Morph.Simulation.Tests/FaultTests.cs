using Morph.Simulation.Results;
using Morph.Simulation.Schedules;

namespace Morph.Simulation.Tests;

/// <summary>What single faults cost: the promises of the product, in figures.</summary>
public class FaultTests
{
    private static readonly SimulationOptions s_options = RoughRuns.Options(1) with { Nodes = 40, BadFields = 0 };

    [Fact]
    public void Without_faults_every_unit_is_computed_once()
    {
        var outcome = Run("");
        Assert.Equal((824, 0, 1), (outcome.Committed, outcome.Repeated, outcome.Executions));
    }

    [Fact]
    public void A_killed_worker_costs_the_one_unit_that_it_had()
    {
        var outcome = Run("15s crash nodes 10,12,14,16");
        Assert.InRange(outcome.Repeated, 1, 4);
        Assert.Equal(1, outcome.Executions);
    }

    [Fact]
    public void When_the_coordinator_is_lost_only_what_its_own_node_computed_is_repeated()
    {
        var outcome = Run("15s crash nodes 0\n60s join nodes 0");
        Assert.Equal(2, outcome.Executions);
        Assert.InRange(outcome.Repeated, 0, 1); // The others claim their units.
    }

    [Fact]
    public void A_coordinator_that_leaves_hands_over_within_seconds_and_nothing_is_repeated()
    {
        var (quiet, outcome) = (Run(""), Run("15s leave nodes 0"));
        Assert.Equal(2, outcome.Executions);
        Assert.Equal(outcome.Returned, outcome.Repeated);
        Assert.InRange((outcome.Took - quiet.Took).TotalSeconds, -5, 30);
    }

    [Fact]
    public void The_minority_of_a_partition_ends_itself_and_comes_back()
    {
        var outcome = Run("15s partition nodes 2,10,11,12,13,14 for 60s");
        Assert.Equal(6, outcome.LivesLost);
        Assert.InRange(outcome.Repeated, 1, 6);
        Assert.Equal(1, outcome.Executions);
        Assert.Equal(40, outcome.Timeline.Max(p => p.Up));
        Assert.Equal(40, outcome.Timeline[^1].Up);
    }

    [Fact]
    public void A_short_cut_of_the_network_costs_nothing()
    {
        var outcome = Run("15s partition nodes 2,10,11,12,13,14 for 4s");
        Assert.Equal((0, 0, 1), (outcome.LivesLost, outcome.Repeated, outcome.Executions));
    }

    [Fact]
    public void While_the_ledger_does_not_answer_nothing_is_lost()
    {
        var outcome = Run("15s outage for 20s");
        Assert.Equal(824, outcome.Committed);
        Assert.True(outcome.Executions > 1, "the coordinator did not notice");
    }

    [Fact]
    public void When_too_many_fail_too_fast_the_cluster_ends_itself_and_begins_anew()
    {
        var outcome = Run("15s crash nodes 10\n23s crash nodes 12\n31s crash nodes 14");
        Assert.Contains(outcome.Notes, n => n.What.Contains("does not settle", StringComparison.Ordinal));
        Assert.Equal(3 + 37, outcome.LivesLost);
    }

    private static SimulationOutcome Run(string schedule)
    {
        var outcome = ClusterSimulation.Run(s_options, SimulationSchedule.Parse(schedule));
        Assert.True(outcome.Violation is null, outcome.Violation?.ToString());
        return outcome;
    }
}
