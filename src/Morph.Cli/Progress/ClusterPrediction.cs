using System.Globalization;
using Morph.Domain.Runs;
using Morph.Simulation;
using Morph.Simulation.Results;

namespace Morph.Cli.Progress;

/// <summary>What a simulated run took, for people and for <c>--json</c>.</summary>
/// <param name="options">What was simulated.</param>
/// <param name="outcome">What it brought.</param>
/// <param name="undisturbed">What it would take if nothing happened; null when nothing did.</param>
/// <param name="price">Price of a node for an hour; 0 for none.</param>
internal sealed class ClusterPrediction(SimulationOptions options, SimulationOutcome outcome, TimeSpan? undisturbed, double price)
{
    private const int Rows = 24;
    private const int Width = 48;
    private const string Ending = "all nodes end themselves";

    private int Endings => outcome.Notes.Count(n => n.What.Contains(Ending, StringComparison.Ordinal));

    private double RepeatedShare => outcome.Committed > 0 ? (double)outcome.Repeated / outcome.Committed : 0;

    /// <summary>Writes the page.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine(
            $"{ProgressText.Count(options.Nodes, "node")}, {ProgressText.Count(options.Fields, "field")}, {ProgressText.Count(options.Windows, "window")}, seed {options.Seed}; simulated");
        output.WriteLine($"Time         {ProgressText.Duration(outcome.Took)}{(undisturbed is { } quiet ? $"; {ProgressText.Duration(quiet)} if nothing failed" : "")}");
        foreach (var (stage, time) in outcome.Stages)
        {
            output.WriteLine($"  {stage.Word(),-11}{ProgressText.Duration(time)}{Rate(stage, time)}");
        }

        output.WriteLine(Text($"Node hours   {outcome.NodeHours:0.0}{(price > 0 ? $", cost {outcome.NodeHours * price:0.00}" : "")}"));
        output.WriteLine(Text($"Utilisation  {outcome.Utilisation * 100:0.0} % of the node hours"));
        output.WriteLine(Text($"Repeated     {ProgressText.Count(outcome.Repeated, "unit")} of {ProgressText.Count(outcome.Committed)}, {RepeatedShare * 100:0.00} %"));
        output.WriteLine($"Failures     {ProgressText.Count(outcome.LivesLost, "process").Replace("processs", "processes", StringComparison.Ordinal)} lost, the coordinator {ProgressText.Count(outcome.Executions - 1, "time")}");
        if (Endings > 0)
        {
            output.WriteLine($"             {ProgressText.Count(Endings, "time")} so many failed so fast that all nodes ended themselves and began anew: raise stable-after (--stable-after 20s)");
        }

        output.WriteLine();
        WriteTimeline(output);
    }

    /// <summary>The same for programs.</summary>
    public object ForJson() => new
    {
        options.Nodes,
        options.Fields,
        options.Windows,
        options.Seed,
        Seconds = outcome.Took.TotalSeconds,
        UndisturbedSeconds = undisturbed?.TotalSeconds ?? outcome.Took.TotalSeconds,
        Stages = outcome.Stages.ToDictionary(s => s.Key.Word(), s => s.Value.TotalSeconds),
        outcome.NodeHours,
        Cost = price > 0 ? outcome.NodeHours * price : (double?)null,
        outcome.Utilisation,
        Units = outcome.Committed,
        RepeatedUnits = outcome.Repeated,
        RepeatedShare,
        ProcessesLost = outcome.LivesLost,
        CoordinatorsLost = outcome.Executions - 1,
        ClusterRestarts = Endings,
        outcome.Messages,
        outcome.MessagesLost,
        Violation = outcome.Violation?.ToString(),
        outcome.Trace,
        Timeline = outcome.Timeline.Select(p => new { Seconds = p.At.TotalSeconds, p.Stage, p.Up, p.Busy, Units = p.Committed }),
        Events = outcome.Notes.Where(n => n.At <= outcome.Took).Select(n => new { Seconds = n.At.TotalSeconds, n.What }),
    };

    private string Rate(Stage stage, TimeSpan time) => stage == Stage.Embed && time > TimeSpan.Zero ? $", {ProgressText.Count((long)(options.Windows / time.TotalSeconds))} windows/s" : "";

    /// <summary>A row for each stretch of the run: how many nodes compute, are idle, are down.</summary>
    private void WriteTimeline(TextWriter output)
    {
        var stretch = outcome.Took / Rows;
        var total = Math.Max(1, outcome.Committed);
        output.WriteLine($"     time  stage    {"nodes: █ at work  ░ idle  · down".PadRight(Width)}  units");
        for (var row = 0; row < Rows; row++)
        {
            var (from, to) = (stretch * row, stretch * (row + 1));
            var points = outcome.Timeline.Where(p => p.At >= from && p.At < to).ToList();
            if (points.Count == 0)
            {
                continue;
            }

            var (up, busy) = (points.Average(p => p.Up), points.Average(p => Math.Min(p.Busy, p.Up)));
            var failed = outcome.Notes.Count(n => n.At >= from && n.At < to && n.What.Contains(" crash ", StringComparison.Ordinal));
            output.WriteLine(Text(
                $"{Clock(from),9}  {points[^1].Stage,-7}  {Bar(busy, up)}  {100.0 * points[^1].Committed / total,3:0} %{(failed > 0 ? $"  {ProgressText.Count(failed, "node")} failed" : "")}"));
        }
    }

    private string Bar(double busy, double up)
    {
        var atWork = (int)Math.Round(Width * busy / options.Nodes);
        var there = Math.Max(atWork, (int)Math.Round(Width * up / options.Nodes));
        return new string('█', atWork) + new string('░', there - atWork) + new string('·', Math.Max(0, Width - there));
    }

    private static string Clock(TimeSpan time) => Text($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
