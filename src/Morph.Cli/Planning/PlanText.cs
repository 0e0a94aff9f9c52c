using System.Text.Json;
using Morph.Cli.Configuration;
using Morph.Cli.Progress;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Cli.Planning;

/// <summary>A plan as a page for people or as JSON.</summary>
internal static class PlanText
{
    private const int SamplesShown = 24;

    /// <summary>Writes the page.</summary>
    public static void Write(RunPlan plan, int cores, TextWriter output)
    {
        var manifest = plan.Manifest;
        var settings = plan.Configuration.Settings;
        output.WriteLine($"Images    {manifest.Root}");
        output.WriteLine($"Named by  {manifest.Naming}");
        output.WriteLine($"Channels  {string.Join(", ", manifest.Channels)}");
        output.WriteLine($"Fields    {ProgressText.Count(plan.Fields, "field")} of {manifest.Height} x {manifest.Width} pixels in {ProgressText.Count(plan.Samples.Count, "sample")}");
        output.WriteLine($"Training  {ProgressText.Count(plan.Training, "sample")}, {plan.Samples.Count - plan.Training} held out; "
            + $"{ProgressText.Count(plan.Steps, "step")} of {plan.SamplesPerStep} samples");
        output.WriteLine($"Windows   {ProgressText.Count(plan.WindowsPerField)} of {settings.Train.Window} x {settings.Train.Window} pixels per field, "
            + $"{ProgressText.Count(plan.Windows)} in all; {ProgressText.Count(plan.KeptPerField)} per field mapped and clustered, {ProgressText.Count(plan.Kept)} in all");
        output.WriteLine($"Clusters  {Clusters(plan, settings.Cluster)}");
        output.WriteLine();
        WriteSamples(plan, output);
        WriteTimes(plan, cores, output);
        foreach (var warning in plan.Warnings)
        {
            output.WriteLine();
            output.WriteLine($"Warning: {warning}");
        }
    }

    /// <summary>Writes one JSON object.</summary>
    public static void WriteJson(RunPlan plan, int cores, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Images = plan.Manifest.Root,
            plan.Manifest.Naming,
            ManifestDigest = plan.Manifest.Digest.Hex,
            plan.Manifest.Channels,
            plan.Manifest.Height,
            plan.Manifest.Width,
            plan.Fields,
            Samples = plan.Samples.Select(s => new { s.Name, s.Fields, Set = s.HeldOut ? "test" : "train" }),
            plan.WindowsPerField,
            plan.Windows,
            plan.KeptPerField,
            plan.Kept,
            plan.Steps,
            plan.SamplesPerStep,
            EstimatedSeconds = TimeEstimate.Of(plan, cores).ToDictionary(t => t.Key.Word(), t => Math.Round(t.Value.TotalSeconds, 1)),
            plan.Warnings,
            // A node's block has no part in a plan, and may hold a password.
            Settings = SettingKeys.All.Where(k => !k.IsIn(SettingKeys.NodeBlock)).ToDictionary(k => k.Path, k => k.Read(plan.Configuration)),
        },
        JsonText.Page));

    private static string Clusters(RunPlan plan, ClusterSettings cluster) => cluster.Clusters switch
    {
        0 => $"{plan.Samples.Count}, one per sample",
        < 0 => $"chosen by BIC, {cluster.MaxClusters} at most",
        _ => ProgressText.Count(cluster.Clusters),
    };

    private static void WriteSamples(RunPlan plan, TextWriter output)
    {
        var width = plan.Samples.Take(SamplesShown).Max(s => s.Name.Length);
        foreach (var sample in plan.Samples.Take(SamplesShown))
        {
            output.WriteLine($"  {sample.Name.PadRight(width)}  {ProgressText.Count(sample.Fields, "field"),-10}  {(sample.HeldOut ? "held out" : "training")}");
        }

        if (plan.Samples.Count > SamplesShown)
        {
            output.WriteLine($"  ... and {ProgressText.Count(plan.Samples.Count - SamplesShown, "sample")} more (all with --json)");
        }
    }

    private static void WriteTimes(RunPlan plan, int cores, TextWriter output)
    {
        var times = TimeEstimate.Of(plan, cores);
        var total = times.Values.Aggregate((a, b) => a + b);
        output.WriteLine();
        output.WriteLine($"Time      about {ProgressText.Duration(total)} on the CPU with {ProgressText.Count(cores, "core")}, roughly: "
            + string.Join(", ", times.Where(t => t.Value > total * 0.02).Select(t => $"{t.Key.Word()} {ProgressText.Duration(t.Value)}")));
    }
}
