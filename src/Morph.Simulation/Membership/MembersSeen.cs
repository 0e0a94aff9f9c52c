using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Simulation.Network;

namespace Morph.Simulation.Membership;

/// <summary>The members of the cluster as a node sees them.</summary>
/// <param name="cluster">The simulation.</param>
/// <param name="viewer">The node.</param>
internal sealed class MembersSeen(SimulatedCluster cluster, NodeLife viewer) : IMembers
{
    /// <inheritdoc/>
    public IReadOnlyList<NodeStatus> All =>
        [.. cluster.Members.All.OrderBy(l => l.Node.Index).Select(l => new NodeStatus(l.Name, [.. l.Node.Roles], StateOf(l), 0, 0, 0))];

    /// <inheritdoc/>
    public bool Has(string role) => cluster.Members.All.Any(l => l.IsUp && (l == viewer || !l.Unreachable) && l.Node.Roles.Contains(role));

    private static string StateOf(NodeLife life) => life.Unreachable ? "unreachable" : life.State.ToString().ToLowerInvariant();
}
