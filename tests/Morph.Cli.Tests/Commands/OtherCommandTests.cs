using System.Text.Json;
using Morph.Cli.Health;

namespace Morph.Cli.Tests.Commands;

public sealed class OtherCommandTests
{
    [Fact]
    public async Task Simulate_writes_the_images_and_their_table_the_same_for_the_same_seed()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a", "b" })
        {
            var run = await MorphRun.Of("simulate", folder.File(name), "--samples", "2", "--fields", "1", "--size", "64", "--seed", "3");
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("2 samples of 1 field simulated", run.Output, StringComparison.Ordinal);
        }

        var files = Directory.GetFiles(folder.File("a"), "*.png").Order().ToList();
        Assert.Equal(6, files.Count);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace($"{Path.DirectorySeparatorChar}a{Path.DirectorySeparatorChar}", $"{Path.DirectorySeparatorChar}b{Path.DirectorySeparatorChar}", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Simulate_refuses_what_no_phenotype_exists_for()
    {
        var run = await MorphRun.Of("simulate", "out", "--samples", "1");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--samples '1' is not allowed: it takes a whole number from 2 to", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_looks_at_everything_and_its_code_says_whether_a_run_can_work()
    {
        var run = await MorphRun.Of("doctor", "--json");
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(report.GetProperty("healthy").GetBoolean() ? 0 : 1, run.ExitCode);
        Assert.Equal(
            ["system", "torch", "threads", "memory", "output", "disk", "temporary", "database", "images", "ports"],
            report.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("check").GetString()));
    }

    [Fact]
    public void Each_finding_that_is_not_good_has_a_fix()
    {
        HealthFinding[] findings =
        [
            MachineChecks.Disk(10),
            MachineChecks.Memory(10),
            MachineChecks.Threads(1, null),
            MachineChecks.Threads(8, "2"),
            MachineChecks.Writable("output", "/proc/morph", "Choose another."),
            MachineChecks.Database("/nowhere"),
        ];
        Assert.All(findings, f => Assert.True(f.State != HealthState.Good && f.Fix.Length > 10, f.ToString()));
        Assert.Equal(HealthState.Good, MachineChecks.Disk(MachineChecks.LeastDisk).State);
        Assert.Equal(HealthState.Good, MachineChecks.Threads(8, "8").State);
    }
}
