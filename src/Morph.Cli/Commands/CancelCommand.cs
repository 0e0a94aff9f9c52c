using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Commands;

/// <summary><c>morph cancel</c>: takes a run out of a cluster's queue.</summary>
internal static class CancelCommand
{
    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var directory = CommonOptions.Directory();
        var seed = CommonOptions.SeedNode("a node of the cluster; without it those that the run was submitted to");
        var command = new DocumentedCommand("cancel", "take a run out of a cluster's queue", "cancel DIR [--seed-node HOST:PORT]")
        {
            About = "Nodes give back or end what they are at, the training writes a checkpoint, and the next run of the queue begins. What is done stays: 'morph submit' with the arguments of the run continues it.",
            Examples = [("morph cancel /runs/plate", "stop this run")],
        };
        command.SetAction(async (parsed, stop) =>
        {
            var run = RunDirectories.Existing(parsed.GetRequiredValue(directory));
            var manifest = RunManifest.Read(run);
            var nodes = CommonOptions.SeedNodesOf(parsed, seed, _ => null) ?? manifest.SeedNodes;
            if (nodes.IsEmpty)
            {
                throw new ConfigurationException($"{run.Root} is a run of one machine, not of a cluster: stop it with Ctrl-C, or SIGTERM to its process.");
            }

            await using var cluster = await ClusterConnection.OpenAsync(nodes, MorphCommandLine.Version);
            var finished = await cluster.CancelAsync(manifest.RunId, new Progress<RunProgress>(), stop);
            context.Output.WriteLine(finished.Message);
            return (int)ExitCode.Done;
        });
        return command.With(directory, seed);
    }
}
