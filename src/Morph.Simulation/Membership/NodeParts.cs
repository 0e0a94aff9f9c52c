using System.Globalization;
using Morph.Actors.Hosting;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Simulation.Clock;
using Morph.Simulation.Compute;
using Morph.Simulation.Network;

namespace Morph.Simulation.Membership;

/// <summary>What the nodes of a cluster are made of.</summary>
internal static class NodeParts
{
    /// <summary>The workers of a life, as the product gives them to its roles.</summary>
    public static IEnumerable<NodeWorker> WorkersOf(NodeLife life, SimulatedCluster cluster)
    {
        NodeWorker Worker(string name, Stage stage) => new(name, () => new SimulatedExecutor(cluster, life, [stage]));
        var many = Enumerable.Range(1, cluster.Options.UnitsPerNode).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        (string Role, IEnumerable<NodeWorker> Workers)[] all =
        [
            (NodeRoles.Imaging, many.Select(i => Worker($"loader-{i}", Stage.Load))),
            (NodeRoles.Imaging, [Worker("masker", Stage.Mask)]),
            (NodeRoles.Trainer, [Worker("trainer", Stage.Train)]),
            (NodeRoles.Embedder, many.Select(i => Worker($"embedder-{i}", Stage.Embed))),
            (NodeRoles.Coordinator, [Worker("reducer", Stage.Reduce), Worker("clusterer", Stage.Cluster), Worker("reporter", Stage.Report)]),
        ];
        return all.Where(a => life.Node.Roles.Contains(a.Role)).SelectMany(a => a.Workers);
    }

    /// <summary>The nodes of a cluster, with their drawn speeds.</summary>
    public static IEnumerable<SimulatedNode> NodesOf(SimulationOptions options, VirtualClock clock)
    {
        var machine = new Machine(options.CoresPerMachine, clock);
        for (var i = 0; i < options.Nodes; i++)
        {
            if (i % options.NodesPerMachine == 0)
            {
                machine = new(options.CoresPerMachine, clock);
            }

            var speed = Math.Exp(options.SpeedSpread * RandomSource.For(options.Seed, "speed", i).NextGaussian());
            yield return new(i, RolesOf(i, options), speed, machine);
        }
    }

    private static string[] RolesOf(int node, SimulationOptions options) =>
        node < options.Coordinators ? [.. NodeRoles.All]
        : !options.OneRoleEach ? [NodeRoles.Imaging, NodeRoles.Embedder]
        : node % 2 == 0 ? [NodeRoles.Imaging]
        : [NodeRoles.Embedder];
}
