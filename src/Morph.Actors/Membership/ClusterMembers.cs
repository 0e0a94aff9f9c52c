using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Morph.Actors.Protocol;
using Morph.Actors.Running;

namespace Morph.Actors.Membership;

/// <summary>The members of the cluster that this node is in.</summary>
/// <param name="cluster">The node's membership.</param>
public sealed class ClusterMembers(Akka.Cluster.Cluster cluster) : IMembers
{
    /// <inheritdoc/>
    public IReadOnlyList<NodeStatus> All
    {
        get
        {
            var state = cluster.State;
            return [.. state.Members
                .Select(m => new NodeStatus(NameOf(m.Address), [.. m.Roles.Order(StringComparer.Ordinal)], StateOf(m, state.Unreachable), 0, 0, 0))
                .OrderBy(m => m.Node, StringComparer.Ordinal)];
        }
    }

    /// <summary>A node's name for people and for the ledger: "host:port".</summary>
    public static string NameOf(Address address) => string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");

    /// <inheritdoc/>
    public bool Has(string role) => cluster.State.Members.Any(m => m.Status == MemberStatus.Up && m.HasRole(role) && !cluster.State.Unreachable.Contains(m));

    private static string StateOf(Member member, ImmutableHashSet<Member> unreachable) =>
        unreachable.Contains(member) ? "unreachable" : member.Status.ToString().ToLowerInvariant();
}
