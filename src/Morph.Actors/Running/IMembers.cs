using Morph.Actors.Protocol;

namespace Morph.Actors.Running;

/// <summary>The members of the cluster, as the queue of runs sees them.</summary>
public interface IMembers
{
    /// <summary>Whether a member that is up has this role.</summary>
    bool Has(string role);

    /// <summary>All members, without their work.</summary>
    IReadOnlyList<NodeStatus> All { get; }
}
