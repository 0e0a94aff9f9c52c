using System.Collections.Immutable;
using Morph.Domain.Runs;

namespace Morph.Domain.Settings;

/// <summary>
/// Block <c>morph.node</c>: a member of a cluster, and where it finds the others, the ledger and the files. None of it changes a result.
/// </summary>
public sealed record NodeSettings
{
    /// <summary>The defaults of <c>hocon/morph.conf</c>.</summary>
    public static NodeSettings Default { get; } = new();

    /// <summary>What this node does, of <see cref="NodeRoles.All"/>; empty when the command line has to say it.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Name or IPv4 address under which the other nodes reach this one. Part of the node's identity: another name is another node.</summary>
    public string Hostname { get; init; } = "127.0.0.1";

    /// <summary>Name or IPv4 address to listen on; empty for <see cref="Hostname"/>. In a container 0.0.0.0, since its public name is not always its own address.</summary>
    public string BindHostname { get; init; } = "";

    /// <summary>TCP port of the cluster's messages, 0 to 65535; 0 takes any free one, which nobody can name as a seed.</summary>
    public int Port { get; init; } = 4053;

    /// <summary>TCP port of <c>/alive</c>, <c>/ready</c> and <c>/metrics</c>, 0 to 65535; 0 for none of them.</summary>
    public int HttpPort { get; init; } = 8558;

    /// <summary>Nodes to ask for membership, <c>host:port</c>, at least one. The first of them may found the cluster; no other does.</summary>
    public ImmutableArray<string> SeedNodes { get; init; } = ["127.0.0.1:4053"];

    /// <summary>Where the ledger is: an Npgsql connection string, or <c>sqlite:/path/journal.db</c>; may hold a password, so it is never printed.</summary>
    public string Database { get; init; } = "";

    /// <summary>Absolute path of a directory that every node sees under this path; run directories lie below it.</summary>
    public string SharedDirectory { get; init; } = "";
}
