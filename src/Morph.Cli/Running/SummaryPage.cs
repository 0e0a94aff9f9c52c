using System.Globalization;
using System.Text;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Cli.Progress;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;

namespace Morph.Cli.Running;

/// <summary><c>summary.md</c>: counts, times, quality and failures of a run, for people.</summary>
internal static class SummaryPage
{
    /// <summary>What the figures of <c>clusters/metrics.json</c> mean.</summary>
    private static readonly (string Name, string Meaning)[] Figures =
    [
        ("sample_ari", "adjusted Rand index of clusters and samples, per window: 1 is agreement, 0 is chance"),
        ("sample_nmi", "normalised mutual information of clusters and samples, per window: 0 to 1"),
        ("novel_share", "share of windows that are unlike anything in the run that they were assigned to; about 0.01 is usual"),
        ("held_out_clusters", "different clusters among the held-out samples"),
        ("silhouette", "how far apart the clusters lie on the map: -1 to 1"),
        ("trustworthiness", "how well neighbours on the map are neighbours in the embedding: 0 to 1"),
    ];

    /// <summary>Writes the page.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="outcome">How it ended.</param>
    public static void Write(RunDirectory run, RunOutcome outcome)
    {
        var page = new StringBuilder();
        var manifest = RunManifest.Read(run);
        Heading(page, run, ManifestFile.Read(run), outcome, manifest);
        Stages(page, manifest);
        if (File.Exists(run.SamplesFile) && File.Exists(run.FieldsFile) && File.Exists(run.MetricsFile))
        {
            Quality(page, MetricsFile.Read(run.MetricsFile));
            Samples(page, SampleTable.Read(run.SamplesFile), FieldTable.Read(run.FieldsFile));
        }

        Quarantine(page, outcome.Quarantined);
        AtomicFile.Write(run.SummaryFile, stream => stream.Write(Encoding.UTF8.GetBytes(page.ToString())));
    }

    private static void Heading(StringBuilder page, RunDirectory run, Manifest images, RunOutcome outcome, RunManifest manifest)
    {
        Line(page, $"# Morph run {Path.GetFileName(run.Root)}");
        Line(page, "");
        Line(page, $"- Result: {outcome.Message} (exit code {(int)outcome.ExitCode})");
        Line(page, $"- Images: {images.Root} ({images.Naming})");
        Line(page, $"- {ProgressText.Count(images.Fields.Length, "field")} of {images.Height} x {images.Width} pixels "
            + $"in {ProgressText.Count(images.Samples.Length, "sample")}, channels {string.Join(", ", images.Channels)}");
        if (manifest.Model is { } model)
        {
            Line(page, $"- Assigned to run {model.RunId} in {model.Directory}: its encoder, map and clusters");
        }

        Line(page, $"- Seed {manifest.Seed}, device {manifest.Device}, {ProgressText.Count(manifest.Host.Cores, "core")}, morph {manifest.Version} on {manifest.Host.Name}");
        Line(page, $"- Started {manifest.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, {ProgressText.Count(manifest.Executions, "execution")}");
        if (File.Exists(run.ReportPage))
        {
            Line(page, "- Report: [report/index.html](report/index.html)");
        }
    }

    private static void Stages(StringBuilder page, RunManifest manifest)
    {
        Table(page, "Stages", ["stage", "done", "time"]);
        foreach (var stage in manifest.Stages)
        {
            var done = stage.Total <= 1 ? stage.State.ToString().ToLowerInvariant() : $"{ProgressText.Count(stage.Done)} of {ProgressText.Count(stage.Total)} {stage.Unit}".TrimEnd();
            Line(page, $"| {stage.Stage.Word()} | {done} | {(stage.Duration is { } took ? ProgressText.Duration(took) : "-")} |");
        }
    }

    private static void Quality(StringBuilder page, IReadOnlyDictionary<string, double> metrics)
    {
        Table(page, "Quality", ["figure", "value", "meaning"]);
        foreach (var (name, meaning) in Figures)
        {
            if (metrics.TryGetValue(name, out var value) && double.IsFinite(value))
            {
                Line(page, $"| {name} | {value.ToString("0.###", CultureInfo.InvariantCulture)} | {meaning} |");
            }
        }

        Line(page, "");
        Line(page, "All figures: clusters/metrics.json.");
    }

    private static void Samples(StringBuilder page, IReadOnlyList<SampleRow> samples, IReadOnlyList<FieldRow> fields)
    {
        string[] novelty = samples.Any(s => s.NovelShare is not null) ? ["unlike anything"] : [];
        Table(page, "Samples", ["sample", "set", "fields", "windows", "cells cover", "cluster", "windows in it", "next cluster", "uncertain fields", .. novelty]);
        var uncertain = fields.Where(f => !f.Certain).CountBy(f => f.Sample).ToDictionary(StringComparer.Ordinal);
        foreach (var s in samples)
        {
            Line(page, $"| {s.Sample} | {s.Set} | {s.Fields} | {s.Windows} | {Percent(s.ForegroundFraction)} "
                + $"| {s.Cluster}{(s.Certain ? "" : " (uncertain)")} | {Percent(s.Share)} | {(s.Second < 0 ? "-" : $"{s.Second}, {Percent(s.SecondShare)}")} | {uncertain.GetValueOrDefault(s.Sample)} |"
                + (s.NovelShare is { } novel ? $" {Percent(novel)} |" : ""));
        }

        if (samples.Any(s => !s.Certain) || uncertain.Count > 0)
        {
            Line(page, "");
            Line(page, "Uncertain: no cluster has clearly more of the windows than every other. Which fields: column Certain of clusters/fields.csv.");
        }
    }

    private static void Quarantine(StringBuilder page, IReadOnlyList<QuarantinedItem> items)
    {
        Line(page, "");
        Line(page, "## Not used");
        Line(page, "");
        if (items.Count == 0)
        {
            Line(page, "Nothing: every field was used.");
            return;
        }

        foreach (var item in items)
        {
            Line(page, $"- {(item.Field.Length > 0 ? $"field {item.Field} of sample {item.Sample}" : $"sample {item.Sample}")}, stage {item.Stage.Word()}, "
                + $"{ProgressText.Count(item.Attempts, "attempt")}: {item.Reason}");
        }
    }

    private static void Table(StringBuilder page, string title, IReadOnlyList<string> columns)
    {
        Line(page, "");
        Line(page, $"## {title}");
        Line(page, "");
        Line(page, $"| {string.Join(" | ", columns)} |");
        Line(page, $"|{string.Concat(Enumerable.Repeat(" --- |", columns.Count))}");
    }

    private static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder page, string text) => page.Append(text).Append('\n');
}
