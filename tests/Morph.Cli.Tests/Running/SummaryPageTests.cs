using System.Collections.Immutable;
using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Cli.Configuration;
using Morph.Cli.Running;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;

namespace Morph.Cli.Tests.Running;

public sealed class SummaryPageTests
{
    [Fact]
    public void The_summary_tells_counts_times_quality_and_failures()
    {
        using var folder = new TemporaryFolder();
        var run = new RunDirectory(folder.File("results"));
        var order = Order(run.Root);
        RecordedRun.Write(order);
        MetricsFile.Write(run, new Dictionary<string, double> { ["sample_ari"] = 0.87654, ["silhouette"] = double.NaN });
        SampleTable.Write(run, [new("A", "train", 1, 50, 0.314, 2, 0.9), new("B", "test", 1, 50, 0.2, 1, 0.5, 0, 0.48, Certain: false)]);
        FieldTable.Write(run, [
            new("A", "1", ImmutableSortedDictionary<string, string>.Empty, "train", 50, 0.314, 2, 0.9),
            new("B", "2", ImmutableSortedDictionary<string, string>.Empty, "test", 50, 0.2, 1, 0.5, 0, 0.48, Certain: false),
        ]);

        SummaryPage.Write(run, new(ExitCode.Quarantined, "Done, without 1 item.", 3, [new(Stage.Load, "B", "2", 3, "torn.")]));

        var page = File.ReadAllText(run.SummaryFile);
        Assert.Contains("# Morph run results\n", page, StringComparison.Ordinal);
        Assert.Contains("- Result: Done, without 1 item. (exit code 4)\n", page, StringComparison.Ordinal);
        Assert.Contains("- 2 fields of 64 x 64 pixels in 2 samples, channels DNA\n", page, StringComparison.Ordinal);
        Assert.Contains("| train | waiting | 1 min 5 s |\n", page, StringComparison.Ordinal);
        Assert.Contains("| sample_ari | 0.877 | ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("silhouette", page, StringComparison.Ordinal);
        Assert.Contains("| A | train | 1 | 50 | 31 % | 2 | 90 % | - | 0 |\n", page, StringComparison.Ordinal);
        Assert.Contains("| B | test | 1 | 50 | 20 % | 1 (uncertain) | 50 % | 0, 48 % | 1 |\n", page, StringComparison.Ordinal);
        Assert.Contains("Uncertain: no cluster has clearly more of the windows than every other.", page, StringComparison.Ordinal);
        Assert.Contains("- field 2 of sample B, stage load, 3 attempts: torn.\n", page, StringComparison.Ordinal);
    }

    private static RunRequest Order(string directory)
    {
        ImmutableArray<FieldEntry> fields = [.. new[] { ("A", "1"), ("B", "2") }.Select(f => new FieldEntry(f.Item1, f.Item2, [new($"{f.Item2}-DNA.png", 0, 1)], ImmutableSortedDictionary<string, string>.Empty))];
        var reference = ConfigurationResolver.Reference;
        return new(directory, new Manifest("/images", "FIELD-CHANNEL", ["DNA"], 64, 64, fields), reference.Settings, Stage.Report, "cpu", reference.Work, []);
    }
}
