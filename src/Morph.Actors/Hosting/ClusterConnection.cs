using Akka.Actor;
using Morph.Actors.Membership;
using Morph.Actors.Protocol;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Actors.Hosting;

/// <summary>A way into a cluster for commands: submit, follow, cancel and ask, without being a member.</summary>
public sealed class ClusterConnection : IAsyncDisposable
{
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_acceptWithin = TimeSpan.FromSeconds(25);

    private readonly ActorSystem _system;
    private readonly IActorRef _gate;
    private readonly string _version;

    private ClusterConnection(ActorSystem system, IActorRef gate, JoinTerms terms, string version) =>
        (_system, _gate, Terms, _version) = (system, gate, terms, version);

    /// <summary>The node that answered, and what its cluster has in common.</summary>
    public JoinTerms Terms { get; }

    /// <summary>Connects to the first of the nodes that answers.</summary>
    /// <param name="nodes">Addresses of nodes, "host:port".</param>
    /// <param name="version">Version of the program: it must be the cluster's.</param>
    /// <exception cref="ConfigurationException">None of them answers.</exception>
    public static async Task<ClusterConnection> OpenAsync(IReadOnlyList<string> nodes, string version)
    {
        var system = ActorSystem.Create("morph-client", AkkaConfiguration.Client(nodes[0]));
        foreach (var node in nodes)
        {
            try
            {
                var gate = await system.ActorSelection(Gate.PathOf(node)).ResolveOne(s_answerWithin);
                return new(system, gate, await gate.Ask<JoinTerms>(new GetTerms(), s_answerWithin), version);
            }
            catch (Exception e) when (e is ActorNotFoundException or AskTimeoutException)
            {
                // The next one may be there.
            }
        }

        await system.Terminate();
        throw new ConfigurationException(
            $"No node of a cluster answers at {string.Join(", ", nodes)}. Check --seed-node, and that the node runs: 'morph node --role ...' prints its address, and its /ready tells what it waits for.");
    }

    /// <summary>Submits a run and returns when it is in the queue; with <paramref name="follow"/>, when it has left it.</summary>
    /// <param name="start">What to do.</param>
    /// <param name="follow">Whether to wait for the end.</param>
    /// <param name="accepted">Told that the run is in the queue.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="stop">Stop following; the run goes on.</param>
    /// <returns>How it ended; null when it was not followed to its end.</returns>
    /// <exception cref="MorphException">The run is refused, or the cluster does not answer.</exception>
    public async Task<RunFinished?> SubmitAsync(StartRun start, bool follow, Action<RunAccepted> accepted, IProgress<RunProgress> progress, CancellationToken stop)
    {
        var (isIn, ended) = Observe(new(start, _version), start.Run.RunId, progress, out _);
        accepted(await Within(isIn));
        return follow ? await Followed(ended, stop) : null;
    }

    /// <summary>Cancels a run and returns when it has left the queue.</summary>
    /// <exception cref="MorphException">There is no such run, or the cluster does not answer.</exception>
    public async Task<RunFinished> CancelAsync(string runId, IProgress<RunProgress> progress, CancellationToken stop)
    {
        var (_, ended) = Observe(null, runId, progress, out var observer);
        observer.Tell(new CancelRun(runId));
        return await Followed(ended, stop) ?? throw new OperationCanceledException(stop);
    }

    /// <summary>The cluster at this moment.</summary>
    /// <exception cref="ConfigurationException">The cluster does not answer.</exception>
    public Task<ClusterStatus> StatusAsync() => Within(_gate.Ask<ClusterStatus>(new GetClusterStatus(), s_acceptWithin));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _system.Terminate();

    private (Task<RunAccepted> Accepted, Task<RunFinished> Ended) Observe(SubmitRun? submit, string runId, IProgress<RunProgress> progress, out IActorRef observer)
    {
        var accepted = new TaskCompletionSource<RunAccepted>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<RunFinished>(TaskCreationOptions.RunContinuationsAsynchronously);
        observer = _system.ActorOf(Props.Create(() => new RunObserver(_gate, submit, runId, progress, accepted, ended)));
        return (accepted.Task, ended.Task);
    }

    private async Task<T> Within<T>(Task<T> answer)
    {
        try
        {
            return await answer.WaitAsync(s_acceptWithin);
        }
        catch (Exception e) when (e is TimeoutException or AskTimeoutException)
        {
            throw new ConfigurationException(
                $"The cluster at {Terms.Node} did not answer within {s_acceptWithin.TotalSeconds} s: its coordinators may be starting, or their database is down; see their logs.", e);
        }
    }

    private static async Task<RunFinished?> Followed(Task<RunFinished> ended, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stop.Register(() => stopped.TrySetResult());
        return await Task.WhenAny(ended, stopped.Task) == ended ? await ended : null;
    }
}
