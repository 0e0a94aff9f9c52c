using System.Collections.Immutable;
using Akka;
using Akka.Actor;
using Akka.Configuration;
using Morph.Actors.Membership;
using Morph.Actors.Metrics;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Hosting;

/// <summary>What makes up a node.</summary>
/// <param name="Settings">Block <c>morph.node</c>.</param>
/// <param name="Journal">Where the ledger is.</param>
/// <param name="Overrides">The user's <c>akka</c> block.</param>
/// <param name="Store">Where the files of runs are.</param>
/// <param name="Recorder">Leaves the record of an execution, given a system that has the ledger.</param>
/// <param name="Workers">Its workers; made anew when the node joins anew.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Say">Takes a line for people: what the node waits for, that it is up, that it leaves.</param>
public sealed record NodeParts(
    NodeSettings Settings,
    JournalPlace Journal,
    Config Overrides,
    IRunStore Store,
    Func<ActorSystem, IRunRecorder> Recorder,
    Func<IEnumerable<NodeWorker>> Workers,
    string Version,
    Action<string> Say);

/// <summary>
/// A member of a cluster, for as long as the process lives: waits until the shared directory and the database are there, asks to join, works, and drains
/// when told to stop. A node that the others have removed, because they could not reach it, joins anew.
/// </summary>
/// <param name="parts">What makes up the node.</param>
/// <param name="time">The clock.</param>
public sealed class ClusterNode(NodeParts parts, TimeProvider time)
{
    private const string DrainPhase = "morph-drain";

    private static readonly TimeSpan s_tryEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(5);

    private readonly SharedPresence _presence = new(parts.Settings.SharedDirectory, $"{parts.Settings.Hostname}:{parts.Settings.Port}");
    private readonly Lock _saying = new();
    private volatile string _waitsFor = "is starting";

    /// <summary>Whether the node is a member that can work; else what it waits for.</summary>
    public (bool Ready, string Reason) State => _waitsFor is { Length: 0 } ? (true, "") : (false, _waitsFor);

    private string Directory => parts.Settings.SharedDirectory;

    /// <summary>Lives until told to stop.</summary>
    /// <param name="stop">Drain and leave.</param>
    /// <exception cref="Domain.Errors.ConfigurationException">The port is taken, or the configuration cannot work.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var founds = parts.Settings.SeedNodes.FirstOrDefault() == $"{parts.Settings.Hostname}:{parts.Settings.Port}";
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var clusterId = await WaitForPlacesAsync(founds, stop);
                await LiveAsync(clusterId, founds, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Told to stop while it waited: nothing is at work.
            }
        }
    }

    /// <summary>Waits until the ledger answers and the shared directory is there. Returns the directory's marker, made by the first seed node; empty while there is none.</summary>
    private async Task<string> WaitForPlacesAsync(bool founds, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await parts.Journal.CheckAsync(stop);
                return founds && parts.Settings.Roles.Contains(NodeRoles.Coordinator) ? SharedMarker.Found(Directory) : SharedMarker.Read(Directory);
            }
            catch (MorphException e)
            {
                WaitFor(e.Message);
            }

            await Task.Delay(s_tryEvery, time, stop);
        }
    }

    private async Task LiveAsync(string clusterId, bool founds, CancellationToken stop)
    {
        using var system = ActorSystem.Create("morph", AkkaConfiguration.Node(parts.Settings, parts.Settings.Roles, parts.Journal, parts.Overrides));
        var cluster = Akka.Cluster.Cluster.Get(system);
        try
        {
            var terms = TermsOf(system, clusterId);
            var gate = system.ActorOf(Props.Create(() => new Gate(terms, new ClusterMembers(cluster))), Gate.Name);
            if (!await MayJoinAsync(system, terms, founds, stop))
            {
                return;
            }

            // The members' gossip of shards reaches a node as soon as it joins: what hears it is started before.
            WaitFor("is joining");
            var actors = RunActors.Start(system, Duties(system, clusterId), time);
            await UpAsync(cluster, stop);
            var members = new ClusterMembers(cluster);
            MorphMetrics.NodesUp = () => members.All.Count(m => m.State == "up");
            gate.Tell(new Gate.Opened(actors.Queue));
            var shutdown = CoordinatedShutdown.Get(system);
            shutdown.AddTask(DrainPhase, "workers", () => DrainAsync(shutdown, actors));
            WaitFor("");
            Say($"up as {terms.Node} with the roles {string.Join(", ", parts.Settings.Roles)}");
            await WatchAsync(system, clusterId, stop);
            if (stop.IsCancellationRequested)
            {
                await shutdown.Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
                _presence.Leave();
                Say("left the cluster");
            }
            else
            {
                WaitFor("the others removed this node, most likely because they could not reach it; it joins anew");
            }
        }
        finally
        {
            await system.Terminate();
        }
    }

    /// <summary>Asks the seed nodes whether this node may join, until one lets it. Returns false when the shared directory got a marker meanwhile, and the terms are to be made anew.</summary>
    private async Task<bool> MayJoinAsync(ActorSystem system, JoinTerms terms, bool founds, CancellationToken stop)
    {
        var others = parts.Settings.SeedNodes.Where(s => s != terms.Node).ToList();
        while (!stop.IsCancellationRequested)
        {
            if (terms.ClusterId != SharedMarker.Read(Directory))
            {
                return false;
            }

            var answers = await Task.WhenAll(others.Select(seed => AskAsync(system, seed, terms)));
            var member = answers.FirstOrDefault(a => a.Answer is { IsMember: true });
            if (member.Answer is { Refusal: { Length: > 0 } refusal })
            {
                WaitFor($"{member.Seed} does not let this node join: {refusal}");
            }
            else
            {
                var hindrance = founds ? Hindrance() : $"no cluster answers at {string.Join(", ", others)}: start its first seed node, or check seed-nodes (MORPH_SEED_NODES)";
                if (member.Answer is not null || hindrance.Length == 0)
                {
                    return true;
                }

                WaitFor(hindrance);
            }

            await Task.Delay(s_tryEvery, time, stop);
        }

        stop.ThrowIfCancellationRequested();
        return false;
    }

    private static async Task<(string Seed, JoinAnswer? Answer)> AskAsync(ActorSystem system, string seed, JoinTerms terms)
    {
        try
        {
            return (seed, await system.ActorSelection(Gate.PathOf(seed)).Ask<JoinAnswer>(new AskToJoin(terms), s_answerWithin));
        }
        catch (AskTimeoutException)
        {
            return (seed, null); // Silence is an answer, too: nobody is there.
        }
    }

    private async Task UpAsync(Akka.Cluster.Cluster cluster, CancellationToken stop)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(() => up.TrySetResult());
        cluster.JoinSeedNodes(parts.Settings.SeedNodes.Select(s => Address.Parse($"akka.tcp://morph@{s}")));
        await up.Task.WaitAsync(stop);
    }

    private NodeDuties Duties(ActorSystem system, string clusterId) => new(
        parts.Settings.Roles, parts.Store, parts.Recorder(system), [.. parts.Workers()], order => Trouble(clusterId, order), GoesOn: true, parts.Version);

    /// <summary>Looks now and then whether the shared directory and the ledger are still there, until the end of the membership or of the node.</summary>
    private async Task WatchAsync(ActorSystem system, string clusterId, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !system.WhenTerminated.IsCompleted)
        {
            var trouble = ShowPresence(clusterId);
            try
            {
                await parts.Journal.CheckAsync(stop);
            }
            catch (MorphException e)
            {
                trouble = e.Message;
            }

            WaitFor(trouble);
            await Task.WhenAny(system.WhenTerminated, Task.Delay(s_lookEvery, time, stop));
        }
    }

    /// <summary>Shows the others of this directory that the node is alive. Returns what keeps it from that; empty when nothing does.</summary>
    private string ShowPresence(string clusterId)
    {
        try
        {
            if (SharedMarker.Read(Directory) != clusterId)
            {
                return Unseen();
            }

            _presence.Show();
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the shared directory {Directory} cannot be written to: {e.Message}";
        }
    }

    /// <summary>What keeps the first seed node, whom nobody answers, from founding a cluster; empty when nothing does.</summary>
    private string Hindrance()
    {
        try
        {
            return _presence.Others() is { Count: > 0 } others
                ? $"{string.Join(", ", others)} worked in {Directory} a moment ago and cannot be reached from here: this node founds no second cluster; "
                    + $"mend the network between them, or wait {SharedPresence.Fades.TotalSeconds:0} s after they were killed"
                : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the shared directory {Directory} cannot be read: {e.Message}";
        }
    }

    /// <summary>Workers give back what they have or end it. A node that the others have removed cannot settle anything any more.</summary>
    private async Task<Done> DrainAsync(CoordinatedShutdown shutdown, RunActors actors)
    {
        if (shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason)
        {
            return Done.Instance;
        }

        WaitFor("is leaving");
        var gone = actors.Workers.Select(w => w.WatchAsync()).ToList();
        foreach (var worker in actors.Workers)
        {
            worker.Tell(LeaveWork.Instance);
        }

        await Task.WhenAll(gone);
        return Done.Instance;
    }

    private string? Trouble(string clusterId, WorkOrder? order) =>
        SharedMarker.Read(Directory) != clusterId ? Unseen() : order is null ? null : parts.Store.Unseen(order.Run);

    private string Unseen() => $"the shared directory {Directory} is not seen here any more (it lacks {SharedMarker.FileName}): mount it again";

    private JoinTerms TermsOf(ActorSystem system, string clusterId) => new(
        ClusterMembers.NameOf(Akka.Cluster.Cluster.Get(system).SelfAddress),
        parts.Version,
        Directory,
        clusterId,
        parts.Journal.Description,
        Common(system.Settings.Config));

    /// <summary>What members must agree on, of the configuration.</summary>
    private static ImmutableSortedDictionary<string, string> Common(Config config) => new[]
    {
        "akka.cluster.downing-provider-class",
        "akka.cluster.split-brain-resolver.active-strategy",
        "akka.cluster.split-brain-resolver.stable-after",
        "akka.cluster.sharding.state-store-mode",
        "akka.cluster.sharding.remember-entities",
    }.ToImmutableSortedDictionary(k => k, k => config.GetString(k, ""), StringComparer.Ordinal);

    /// <summary>Notes what the node waits for, and says it when it changes.</summary>
    private void WaitFor(string what)
    {
        if (_waitsFor != what)
        {
            Say(what.Length > 0 ? what : "ready");
            _waitsFor = what;
        }
    }

    private void Say(string line)
    {
        lock (_saying)
        {
            parts.Say(line);
        }
    }
}
