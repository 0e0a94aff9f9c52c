using System.Diagnostics;
using Morph.Simulation.Schedules;

namespace Morph.Simulation.Tests;

public class ScaleTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public void A_million_windows_on_200_nodes_take_less_than_a_minute()
    {
        var options = new SimulationOptions { Fields = 5920, FieldsPerSample = 80 };
        Assert.InRange(options.Windows, 1_000_000, 1_010_000);
        var watch = Stopwatch.StartNew();
        var outcome = ClusterSimulation.Run(options, FaultRates.OfMachines(options.Nodes, TimeSpan.FromHours(2), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)).Draw(1, options.Nodes));
        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s for {outcome.Took.TotalSeconds:0} s of a cluster, {outcome.Messages} messages");
        Assert.Null(outcome.Violation);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"it took {watch.Elapsed}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void More_machines_embed_as_many_times_faster(int nodes)
    {
        var options = new SimulationOptions { Coordinators = 1, Fields = 96, FieldsPerSample = 12, SpeedSpread = 0, DurationSpread = 0 };
        var one = Embedding(options with { Nodes = 1 });
        var many = Embedding(options with { Nodes = nodes });
        Assert.InRange(one / many, 0.95 * nodes, 1.01 * nodes);
    }

    [Fact]
    public void Nodes_that_share_cores_are_no_faster_than_these()
    {
        var options = new SimulationOptions { Coordinators = 1, Fields = 96, FieldsPerSample = 12, SpeedSpread = 0, DurationSpread = 0, NodesPerMachine = 4 };
        Assert.InRange(Embedding(options with { Nodes = 1 }) / Embedding(options with { Nodes = 4 }), 0.98, 1.02);
        Assert.InRange(Embedding(options with { Nodes = 1 }) / Embedding(options with { Nodes = 4, CoresPerMachine = 2 }), 1.9, 2.02);
    }

    private static double Embedding(SimulationOptions options)
    {
        var outcome = ClusterSimulation.Run(options, SimulationSchedule.Quiet);
        Assert.Null(outcome.Violation);
        return outcome.Stages[Domain.Runs.Stage.Embed].TotalSeconds;
    }
}
