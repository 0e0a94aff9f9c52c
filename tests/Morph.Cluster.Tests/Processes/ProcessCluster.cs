using System.Globalization;
using Morph.Domain.Runs;
using Morph.EndToEnd.Tests.Resuming;

namespace Morph.Cluster.Tests.Processes;

/// <summary>A cluster of <c>morph node</c> processes on loopback, with its ledger in a PostgreSQL server and a shared directory of its own.</summary>
internal sealed class ProcessCluster : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ProcessNode> _nodes = [];
    private readonly Hosts? _hosts;
    private readonly string[] _seeds;

    /// <param name="seeds">How many nodes are seed nodes; the first one founds the cluster.</param>
    /// <param name="configuration">Keys for the nodes besides the usual ones.</param>
    /// <param name="hosts">Where the nodes are; null for all on loopback.</param>
    public ProcessCluster(int seeds = 1, string configuration = "", Hosts? hosts = null)
    {
        _hosts = hosts;
        Database = PostgreSqlServer.StartOrSkip();

        // Half of the default: a killed node is removed, and what it had moves to others, so much sooner.
        File.WriteAllText(Configuration, $"akka.cluster.split-brain-resolver.stable-after = 5s\n{configuration}\n");
        _seeds = [.. Enumerable.Range(0, seeds).Select(host => Address(host, PostgreSqlServer.FreePort()))];
        Directory.CreateDirectory(Shared);
    }

    public PostgreSqlServer Database { get; }

    public string Run => RunAt("run");

    /// <summary>All nodes that were started, those that are gone included.</summary>
    public IReadOnlyList<ProcessNode> Nodes => _nodes;

    /// <summary>A run directory that all nodes see.</summary>
    public string RunAt(string name) => Path.Combine(Shared, name);

    private string Shared => _folder.File("shared");

    private string Configuration => _folder.File("node.conf");

    /// <summary>Starts a node without waiting for it.</summary>
    /// <param name="roles">Its roles.</param>
    /// <param name="seed">Which of the seed nodes it is; null for none of them.</param>
    /// <param name="host">On which of the hosts; that of the seed's number when null.</param>
    /// <param name="environment">Further variables.</param>
    public ProcessNode Begin(string roles, int? seed = null, int? host = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var at = host ?? seed ?? 0;
        var port = seed is { } index ? int.Parse(_seeds[index].Split(':')[1], CultureInfo.InvariantCulture) : PostgreSqlServer.FreePort();
        var http = PostgreSqlServer.FreePort();
        var process = MorphProcess.Start(
            _hosts?.Enter(at) ?? [],
            "morph.dll",
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
            {
                ["MORPH_HOSTNAME"] = AddressOf(at),
                ["MORPH_PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["MORPH_HTTP_PORT"] = http.ToString(CultureInfo.InvariantCulture),
                ["MORPH_SEED_NODES"] = string.Join(',', _seeds),
                ["MORPH_DATABASE"] = _hosts is null ? Database.ConnectionString : Database.SocketConnectionString,
                ["MORPH_SHARED_DIRECTORY"] = Shared,
                ["MORPH_PARALLELISM"] = "1",
            },
            "node", "--role", roles, "--config", Configuration);
        var node = new ProcessNode($"{roles} at {Address(at, port)}", Address(at, port), http, process);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Starts a node; it is ready when this returns.</summary>
    public async Task<ProcessNode> StartAsync(string roles, int? seed = null)
    {
        var node = Begin(roles, seed);
        await node.JoinsAsync();
        return node;
    }

    /// <summary>Submits the run at a node and follows it.</summary>
    public MorphProcess Submit(SimulatedRun run, ProcessNode at) => MorphProcess.Start(["submit", .. run.Arguments(Run), "--follow", "--seed-node", at.Address]);

    /// <summary>Submits the run and does not follow it: it goes on whatever becomes of the node that took it.</summary>
    public async Task HandInAsync(SimulatedRun run, string directory, string configuration = "")
    {
        using var submit = MorphProcess.Start(["submit", .. run.Arguments(directory, configuration), "--seed-node", string.Join(',', _seeds)]);
        var (exitCode, _, errors) = await submit.EndAsync();
        Assert.True(exitCode == 0, errors);
    }

    /// <summary>Runs a command on the run directory, with the ledger's password in its environment.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> AskAsync(params string[] command)
    {
        using var process = MorphProcess.Start(new Dictionary<string, string> { ["MORPH_DATABASE"] = Database.ConnectionString }, command);
        return await process.EndAsync();
    }

    /// <summary>Follows until embedding has begun and is not yet through.</summary>
    public Task EmbedsAsync(MorphProcess follower) =>
        Within(follower.ReadsAsync(line => MorphProcess.ProgressOf(line) is { Stage: Stage.Embed, Done: > 0 } progress && progress.Done < progress.Total), "the run embeds", follower);

    /// <summary>Waits until the run is at its end, done.</summary>
    public async Task DoneAsync(MorphProcess follower)
    {
        var ended = follower.EndAsync();
        await Within(ended.ContinueWith(_ => true, TaskScheduler.Default), "the run ends", follower);
        var (exitCode, _, _) = await ended;
        Assert.True(exitCode == 0, $"The run ended with {exitCode}.\n{Told(follower)}");
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
        {
            node.Dispose();
        }

        Database.Dispose();
        _folder.Dispose();
    }

    private async Task Within(Task<bool> happens, string what, MorphProcess follower)
    {
        var patience = TimeSpan.FromSeconds(120);
        var happened = await Task.WhenAny(happens, Task.Delay(patience)) == happens && await happens;
        Assert.True(happened, $"{what}: not seen, and {patience.TotalSeconds} s are over or the follower has ended.\n{Told(follower)}");
    }

    private string Told(MorphProcess follower) =>
        $"follower:\n{follower.Output}\n{follower.Errors}\n{string.Join('\n', _nodes.Select(n => n.Told))}";

    private string Address(int host, int port) => string.Create(CultureInfo.InvariantCulture, $"{AddressOf(host)}:{port}");

    private string AddressOf(int host) => _hosts?.AddressOf(host) ?? "127.0.0.1";
}
