using System.CommandLine;
using System.Globalization;
using Morph.Actors.Hosting;
using Morph.Actors.Running;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Cli.Nodes;
using Morph.Cli.Running;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Learning.Runtime;

namespace Morph.Cli.Commands;

/// <summary><c>morph node</c>: a member of a cluster.</summary>
internal static class NodeCommand
{
    private const string RolesKey = "morph.node.roles";

    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var roles = new Option<string?>("--role")
        {
            HelpName = "ROLE[,ROLE]",
            Description = $"what the node does: {string.Join(", ", NodeRoles.All)}, or all; without it {RolesKey} or MORPH_ROLES",
        };
        var config = CommonOptions.Config();
        var device = CommonOptions.Device();
        var command = new DocumentedCommand("node", "a member of a cluster, until it is told to stop", "node --role ROLE[,ROLE] [--config FILE] [--device DEVICE]")
        {
            About = "Waits until the shared directory and the ledger's database are there, joins the cluster of its seed nodes, and works on the runs that are submitted: "
                + "coordinator keeps the queue and computes map, clusters and report; imaging reads and masks; trainer trains; embedder embeds. Nodes may come and go at any time. "
                + "On SIGTERM or Ctrl-C it ends or gives back its units, checkpoints and leaves, within 30 s.\n \n"
                + "Host name, ports, seed nodes, database and shared directory: block morph.node of hocon/morph.conf, or the variables "
                + $"{string.Join(", ", EnvironmentKeys.All.Select(k => k.Variable))}. /alive, /ready and /metrics are served over HTTP.",
            Examples =
            [
                ("morph node --role all --config cluster.conf", "a node that does everything"),
                ("morph node --config hocon/role-embedder.conf", "one more embedder, told the rest by variables"),
            ],
        };
        command.SetAction(async (parsed, stop) =>
        {
            OptionValue[] given = parsed.GetValue(roles) is { } words ? [new("--role", SettingKeys.At(RolesKey), words)] : [];
            var configuration = ConfigurationResolver.Resolve(parsed.GetValue(config), given, environment: context.Environment);
            var target = CommonOptions.DeviceOf(parsed, device);
            await RunAsync(context, configuration, target, stop);
            return (int)ExitCode.Done;
        });
        return command.With(roles, config, device);
    }

    private static async Task RunAsync(ProgramContext context, RunConfiguration configuration, string device, CancellationToken stop)
    {
        var settings = configuration.Node;
        Require(settings);
        var journal = JournalPlace.Parse(settings.Database);
        if (settings.Roles.Contains(NodeRoles.Trainer) || settings.Roles.Contains(NodeRoles.Embedder))
        {
            // A device that is not here, or torch that does not load, is told now and not when the first unit comes.
            TorchRuntime.Device(device);
        }

        using var signals = new StopSignals(context.Error, "leaving: what is at work is ended or given back, and training is checkpointed. Once more ends at once.", stop);
        var store = new DirectoryRunStore();
        var node = new ClusterNode(
            new(
                settings,
                journal,
                configuration.Akka,
                store,
                system => new RunRecorder(system, SummaryPage.Write, context.Clock),
                () => context.Engine.Workers(settings.Roles, store, configuration.Work.Parallelism, device),
                MorphCommandLine.Version,
                line => context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{context.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} node {line}"))),
            context.Clock);
        await using var endpoints = settings.HttpPort == 0 ? null : await NodeEndpoints.StartAsync(
            settings.BindHostname.Length > 0 ? settings.BindHostname : settings.Hostname,
            settings.HttpPort,
            () =>
            {
                var (ready, reason) = node.State;
                return new(ready, ready ? "ready" : reason);
            },
            signals.Token);
        await node.RunAsync(signals.Token);
    }

    private static void Require(NodeSettings settings)
    {
        if (settings.Roles.IsEmpty)
        {
            throw new UsageException($"--role is missing: name what the node does, of {string.Join(", ", NodeRoles.All)}, or all.\nSee morph node --help.");
        }

        if (settings.SharedDirectory.Length == 0)
        {
            throw new ConfigurationException(
                "morph.node.shared-directory is empty: name a directory that every node sees under the same path; run directories lie below it. The variable MORPH_SHARED_DIRECTORY sets it, too.");
        }
    }
}
