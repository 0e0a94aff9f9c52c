using System.Collections.Immutable;
using Morph.Domain.Work;

namespace Morph.Actors.Membership;

/// <summary>A node that wants to join, to a node of the cluster: may I?</summary>
/// <param name="Terms">What the joining node has.</param>
public sealed record AskToJoin(JoinTerms Terms) : IWireMessage;

/// <summary>A node's answer to one that wants to join.</summary>
/// <param name="IsMember">Whether the node that answers is a member of a cluster itself: only then the refusal counts.</param>
/// <param name="Refusal">Why not; empty when the node may join.</param>
public sealed record JoinAnswer(bool IsMember, string Refusal) : IWireMessage;

/// <summary>A command to a node: what do the members of your cluster have in common? Answered with <see cref="JoinTerms"/>.</summary>
public sealed record GetTerms : IWireMessage;

/// <summary>What the members of a cluster must have in common.</summary>
/// <param name="Node">The node's address, for messages.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="SharedDirectory">Path of the shared directory.</param>
/// <param name="ClusterId">What the shared directory's marker says; empty when the node does not see it.</param>
/// <param name="Database">Where the ledger is, without the password.</param>
/// <param name="Settings">Keys of the configuration that decide how members work together, with their values.</param>
public sealed record JoinTerms(
    string Node, string Version, string SharedDirectory, string ClusterId, string Database, ImmutableSortedDictionary<string, string> Settings) : IWireMessage
{
    /// <summary>Why a node with <paramref name="other"/> may not join; empty when it may.</summary>
    public string Refusal(JoinTerms other)
    {
        if (Version != other.Version)
        {
            return $"this cluster runs morph {Version}, {other.Node} has {other.Version}; start the same version everywhere";
        }

        if (other.ClusterId.Length == 0)
        {
            return $"{other.Node} does not see the cluster's shared directory: {other.SharedDirectory} holds no {SharedMarker.FileName} there; "
                + $"mount the directory that the others have as {SharedDirectory}, under that path";
        }

        if (ClusterId != other.ClusterId)
        {
            return $"{other.Node} belongs to another cluster: the shared directory {other.SharedDirectory} there is not the one that this cluster has as {SharedDirectory}; "
                + "check seed-nodes and shared-directory (MORPH_SEED_NODES, MORPH_SHARED_DIRECTORY)";
        }

        if (SharedDirectory != other.SharedDirectory)
        {
            return $"{other.Node} has the shared directory under {other.SharedDirectory}, this cluster under {SharedDirectory}; every node needs the same path";
        }

        if (Database != other.Database)
        {
            return $"{other.Node} keeps its ledger in {other.Database}, this cluster in {Database}; set the same database (MORPH_DATABASE)";
        }

        var differing = Settings.Keys.Union(other.Settings.Keys).Order(StringComparer.Ordinal)
            .FirstOrDefault(k => Settings.GetValueOrDefault(k) != other.Settings.GetValueOrDefault(k));
        return differing is null
            ? ""
            : $"{other.Node} is configured with {differing} = {other.Settings.GetValueOrDefault(differing, "nothing")}, this cluster with {Settings.GetValueOrDefault(differing, "nothing")}";
    }
}
