using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Morph.Actors.Hosting;
using Morph.Actors.Membership;
using Morph.Actors.Protocol;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Cli.Engine;
using Morph.Cli.Progress;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Commands;

/// <summary><c>morph status</c>: how far a run is, whether it works at the moment or not.</summary>
internal static class StatusCommand
{
    private const int FailuresShown = 20;
    private const string Running = "running";

    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var directory = new Argument<string?>("DIR") { Description = "directory of a run; without it the cluster that --seed-node names", Arity = ArgumentArity.ZeroOrOne };
        var seed = CommonOptions.SeedNode("a node of a cluster: tells of its nodes and its runs");
        var json = CommonOptions.Json("one JSON object");
        var command = new DocumentedCommand("status", "how far a run is: stages, failures, result; or what a cluster does", "status [DIR] [--seed-node HOST:PORT] [--json]")
        {
            About = "Reads the ledger of the run directory and changes nothing; works while the run is going on, after a stop and at the end. "
                + "Of a run in a cluster's queue, and with --seed-node, it tells what the cluster does: its nodes with their roles, rates and units at work, its runs, and the last failures.",
            Examples =
            [
                ("morph status results", "stages done, failures with reasons"),
                ("watch morph status results", "follow a run from another terminal"),
                ("morph status --seed-node 10.0.0.5:4053", "the nodes of a cluster and its queue"),
            ],
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var nodes = CommonOptions.SeedNodesOf(parsed, seed, _ => null);
            if (parsed.GetValue(directory) is not { } named)
            {
                await WriteClusterAsync(
                    nodes ?? throw new UsageException("Name the directory of a run, or a node of a cluster with --seed-node.\nSee morph status --help."), parsed.GetValue(json), context.Output);
                return (int)ExitCode.Done;
            }

            var run = RunDirectories.Existing(named);
            var manifest = RunManifest.Read(run);
            if ((nodes ?? manifest.SeedNodes) is { IsEmpty: false } cluster && await IsInQueueAsync(cluster, manifest, parsed.GetValue(json), context))
            {
                return (int)ExitCode.Done;
            }

            var read = await context.Engine.ReadLedgerAsync(run.Root, cancellation);
            var ledger = read with { Stages = [.. read.Stages.Select(s => s is { Stage: Stage.Train, Total: > 0, Ended: null } && manifest.Model is null ? s with { Total = StepsOf(run, manifest) } : s)] };
            var state = StateOf(run, manifest, ledger);
            if (parsed.GetValue(json))
            {
                WriteJson(run, manifest, ledger, state, context.Output);
            }
            else
            {
                var now = state == Running && ledger.Executions == 1 ? context.Clock.GetUtcNow() : (DateTimeOffset?)null;
                Write(run, manifest, ledger, state, now, context.Output);
            }

            return (int)ExitCode.Done;
        });
        return command.With(directory, seed, json);
    }

    private static async Task WriteClusterAsync(ImmutableArray<string> nodes, bool json, TextWriter output)
    {
        await using var cluster = await ClusterConnection.OpenAsync(nodes, MorphCommandLine.Version);
        Write(await cluster.StatusAsync(), cluster.Terms, json, output);
    }

    /// <summary>Tells of a run that is in a cluster's queue. One that is not, or whose cluster is gone, is told of by its ledger.</summary>
    private static async Task<bool> IsInQueueAsync(ImmutableArray<string> nodes, RunManifest manifest, bool json, ProgramContext context)
    {
        if (manifest.Ended is not null)
        {
            return false;
        }

        try
        {
            await using var cluster = await ClusterConnection.OpenAsync(nodes, MorphCommandLine.Version);
            var status = await cluster.StatusAsync();
            if (!status.Runs.Any(r => r.RunId == manifest.RunId))
            {
                return false;
            }

            Write(status, cluster.Terms, json, context.Output);
            return true;
        }
        catch (ConfigurationException e)
        {
            context.Error.WriteLine($"morph: {e.Message} The ledger tells this much:");
            return false;
        }
    }

    private static void Write(ClusterStatus status, JoinTerms terms, bool json, TextWriter output)
    {
        if (json)
        {
            ClusterText.WriteJson(status, terms, output);
        }
        else
        {
            ClusterText.Write(status, terms, output);
        }
    }

    private static string StateOf(RunDirectory run, RunManifest manifest, LedgerReading ledger) => ledger switch
    {
        { Finished: true, Quarantined.Count: > 0 } => "finished, with items in quarantine",
        { Finished: true } => "finished",
        _ when run.IsLocked() => Running,
        _ when manifest.ExitCode is ExitCode.Failed => "failed",
        _ => $"stopped; '{manifest.Command}' with the same arguments continues",
    };

    /// <summary>Writes the page.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="manifest">Its record.</param>
    /// <param name="ledger">Its ledger.</param>
    /// <param name="state">What it does, in words.</param>
    /// <param name="now">The time, where rates can be told: while the first execution is at work, since later ones find units done.</param>
    /// <param name="output">Where to.</param>
    private static void Write(RunDirectory run, RunManifest manifest, LedgerReading ledger, string state, DateTimeOffset? now, TextWriter output)
    {
        output.WriteLine($"Run       {run.Root}");
        output.WriteLine($"State     {state}");
        output.WriteLine($"Images    {manifest.ImagesRoot}");
        if (manifest.Model is { } model)
        {
            output.WriteLine($"Model     that of run {model.RunId} in {model.Directory}");
        }

        output.WriteLine($"Started   {manifest.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, {ProgressText.Count(ledger.Executions, "execution")}, seed {manifest.Seed}, {manifest.Device}");
        foreach (var stage in ledger.Stages)
        {
            output.WriteLine($"  {stage.Stage.Word(),-8}{Describe(stage)}{Speed(stage, now)}");
        }

        foreach (var item in ledger.Quarantined.Take(FailuresShown))
        {
            output.WriteLine(QuarantineText.Line(item));
        }

        if (ledger.Quarantined.Count > FailuresShown)
        {
            output.WriteLine($"  ... and {ProgressText.Count(ledger.Quarantined.Count - FailuresShown)} more in {run.QuarantineFile}");
        }

        if (ledger.Finished)
        {
            output.WriteLine($"Report    {run.ReportPage}");
        }
    }

    private static string Speed(StageReading stage, DateTimeOffset? now)
    {
        if (now is null || stage is not { Started: { } started, Ended: null, Done: > 0 })
        {
            return "";
        }

        var rate = stage.Done / Math.Max(1, (now.Value - started).TotalSeconds);
        return $", {ProgressText.Rate(rate)}, about {ProgressText.Duration(TimeSpan.FromSeconds((stage.Total - stage.Done) / rate))} left";
    }

    /// <summary>To the ledger the training is one unit; its steps follow from the settings.</summary>
    private static int StepsOf(RunDirectory run, RunManifest manifest)
    {
        var samples = ManifestFile.ReadIndex(run).Samples.Length;
        return manifest.Settings.Train.StepsOf(manifest.Settings.Train.TrainedOf(samples));
    }

    private static string Describe(StageReading stage) => stage switch
    {
        { Total: 0 } => "waits",
        { Ended: { } ended, Started: { } started, Total: 1 } => $"done, {ProgressText.Duration(ended - started)}",
        { Ended: { } ended, Started: { } started } => $"done, {ProgressText.Count(stage.Done)} of {ProgressText.Count(stage.Total)}, {ProgressText.Duration(ended - started)}",
        { Stage: Stage.Train } => $"{ProgressText.Count(stage.Done)} of {ProgressText.Count(stage.Total)} steps in the last checkpoint",
        _ => $"{ProgressText.Count(stage.Done)} of {ProgressText.Count(stage.Total)}",
    };

    private static void WriteJson(RunDirectory run, RunManifest manifest, LedgerReading ledger, string state, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Run = run.Root,
            manifest.RunId,
            State = state.Split(';')[0].Split(',')[0],
            ledger.Finished,
            Images = manifest.ImagesRoot,
            Model = manifest.Model?.Directory,
            manifest.Started,
            manifest.Ended,
            ledger.Executions,
            manifest.Seed,
            manifest.Device,
            Stages = ledger.Stages.Select(s => new
            {
                Stage = s.Stage.Word(),
                s.Done,
                s.Total,
                s.Started,
                s.Ended,
            }),
            Quarantined = ledger.Quarantined.Select(q => new { Stage = q.Stage.Word(), q.Sample, q.Field, q.Attempts, q.Reason }),
        },
        JsonText.Page));
}
