using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Configuration;
using Akka.Persistence.Sql;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using ConfigurationException = Morph.Domain.Errors.ConfigurationException;

namespace Morph.Actors.Hosting;

/// <summary>The actor system's configuration: the files of <c>hocon</c>, the ledger's place, the node, and what the user overrides.</summary>
public static class AkkaConfiguration
{
    /// <summary>The files that are built into the program, each with a subject of its own.</summary>
    public static IReadOnlyList<string> Files { get; } = ["akka.conf", "cluster.conf", "persistence.conf", "dispatchers.conf"];

    private static readonly Lazy<Config> s_reference = new(() =>
        Files.Aggregate(Config.Empty, (all, name) => all.WithFallback(ConfigurationFactory.ParseString(Text(name)))).WithFallback(SqlPersistence.DefaultConfiguration));

    /// <summary>Configuration of a single machine, a cluster of one node with all roles: the ledger is an SQLite file of the run directory, the log lies beside it.</summary>
    /// <param name="journalFile">The file; made when missing.</param>
    /// <param name="overrides">The user's <c>akka</c> block; may be empty.</param>
    /// <param name="logFile">Where warnings go; null for nowhere.</param>
    public static Config Local(string journalFile, Config overrides, string? logFile = null) =>
        overrides.WithFallback(Log(logFile)).WithFallback(Roles(NodeRoles.All)).WithFallback(JournalPlace.File(journalFile).Configuration()).WithFallback(s_reference.Value);

    /// <summary>
    /// Configuration of a node of a cluster; it logs to standard output. What the block <c>morph.node</c> says has its one place there and wins over the
    /// overrides. Seed nodes are left out: joining is decided after the start.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="roles">Its roles, which the command line may have changed.</param>
    /// <param name="journal">Where the cluster's ledger is.</param>
    /// <param name="overrides">The user's <c>akka</c> block; may be empty.</param>
    public static Config Node(NodeSettings node, IEnumerable<string> roles, JournalPlace journal, Config overrides)
    {
        var address = ConfigurationFactory.ParseString($$"""
            akka.remote.dot-netty.tcp {
              hostname = "{{(node.BindHostname.Length > 0 ? node.BindHostname : node.Hostname)}}"
              public-hostname = "{{node.Hostname}}"
              port = {{node.Port}}
            }
            """);
        return address
            .WithFallback(Roles(roles))
            .WithFallback(journal.Configuration())
            .WithFallback(overrides)
            .WithFallback(Log(RunLog.StandardOutput))
            .WithFallback(ConfigurationFactory.ParseString("akka.loglevel = INFO"))
            .WithFallback(s_reference.Value);
    }

    /// <summary>Configuration of a command that speaks with a cluster without being a member: it listens on the address that leads to the node.</summary>
    /// <param name="node">A node, "host:port".</param>
    public static Config Client(string node) => ConfigurationFactory.ParseString($$"""
        akka.actor.provider = remote
        akka.remote.dot-netty.tcp {
          hostname = "{{AddressTowards(node)}}"
          port = 0
        }
        """).WithFallback(s_reference.Value);

    /// <summary>Configuration of a command that reads a ledger and starts no node.</summary>
    public static Config Reader(JournalPlace journal) =>
        ConfigurationFactory.ParseString("akka.actor.provider = local").WithFallback(journal.Configuration()).WithFallback(s_reference.Value);

    /// <summary>Text of one of <see cref="Files"/>, as built into the program.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(AkkaConfiguration).Assembly.GetManifestResourceStream($"hocon/{name}")
            ?? throw new InvalidOperationException($"The program was built without hocon/{name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The address of this machine that a packet to a node would carry; nothing is sent.</summary>
    private static string AddressTowards(string node)
    {
        var (host, port) = (node[..node.LastIndexOf(':')], int.Parse(node[(node.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(host, port);
            return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException e)
        {
            throw new ConfigurationException($"There is no way to {node}: {e.Message}. Check --seed-node.", e);
        }
    }

    private static Config Roles(IEnumerable<string> roles) =>
        ConfigurationFactory.ParseString($"akka.cluster.roles = [{string.Join(", ", roles)}]");

    private static Config Log(string? file) =>
        ConfigurationFactory.ParseString(file is null ? "" : $"{RunLog.FileKey} = \"{JournalPlace.Escaped(file)}\"");
}
