using System.Text.Json;

namespace Morph.Cli.Tests.Commands;

public sealed class SimulateClusterTests
{
    private static readonly string[] s_small = ["simulate-cluster", "--nodes", "6", "--fields", "60", "--fields-per-sample", "10", "--train-time", "30s"];

    [Fact]
    public async Task It_tells_time_cost_utilisation_and_repeated_work_and_draws_the_course()
    {
        using var folder = new TemporaryFolder();
        var run = await MorphRun.Of([.. s_small, "--mtbf", "10m", "--price", "0.5", "--out", folder.File("course.svg")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (var word in new[] { "6 nodes, 60 fields, 10,140 windows, seed 1", "Time  ", "if nothing failed", "windows/s", "Node hours", "cost ", "Utilisation", "Repeated", "Failures", "█" })
        {
            Assert.Contains(word, run.Output, StringComparison.Ordinal);
        }

        Assert.StartsWith("<svg ", File.ReadAllText(folder.File("course.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_json_and_another_seed_another()
    {
        async Task<string> TraceOf(string seed)
        {
            var run = await MorphRun.Of([.. s_small, "--json", "--seed", seed]);
            Assert.Equal(0, run.ExitCode);
            var page = JsonDocument.Parse(run.Output).RootElement;
            Assert.Equal(60 + 6 + 60 + 4, page.GetProperty("units").GetInt32());
            Assert.Equal(JsonValueKind.Null, page.GetProperty("violation").ValueKind);
            return page.GetProperty("trace").GetString()!;
        }

        Assert.Equal(await TraceOf("1"), await TraceOf("1"));
        Assert.NotEqual(await TraceOf("1"), await TraceOf("2"));
    }

    [Fact]
    public async Task A_schedule_can_be_given()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("faults.txt"), "5s crash nodes 3\n20s join nodes 3\n");
        var run = await MorphRun.Of([.. s_small, "--schedule", folder.File("faults.txt")]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 node failed", run.Output, StringComparison.Ordinal);

        File.WriteAllText(folder.File("faults.txt"), "5s explode nodes 3\n");
        run = await MorphRun.Of([.. s_small, "--schedule", folder.File("faults.txt")]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("'5s explode nodes 3' is no event", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nodes '0' is not allowed: it takes a whole number from 1 to 2000", "--nodes", "0")]
    [InlineData("--mtbf 'often' is not allowed: it takes a time from", "--mtbf", "often")]
    [InlineData("a training takes at least 4: give --fields-per-sample", "--fields", "100", "--fields-per-sample", "50")]
    public async Task A_wrong_value_is_told_with_the_right_ones(string message, params string[] options)
    {
        var run = await MorphRun.Of(["simulate-cluster", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}
