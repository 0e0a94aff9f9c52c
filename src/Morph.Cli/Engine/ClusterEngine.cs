using Morph.Actors.Hosting;
using Morph.Actors.Ledger;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Cli.CommandLine;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Engine;

/// <summary>Has a cluster do a run, and follows it.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="local">Reads ledgers.</param>
/// <param name="follow">Whether to wait for the end.</param>
/// <param name="accepted">Told that the run is in the queue.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterEngine(ClusterConnection cluster, IRunEngine local, bool follow, Action<RunAccepted> accepted, TimeProvider time) : IRunEngine
{
    /// <inheritdoc/>
    public async Task<RunOutcome> ExecuteAsync(RunRequest request, IProgress<RunProgress> progress, CancellationToken stop)
    {
        var directory = new RunDirectory(request.RunDirectory);
        RequireVersion();
        RequireShared(directory);
        var run = RunRecord.Begin(directory, request, LedgerView.Empty, cluster.Terms.Database, time);
        var finished = await cluster.SubmitAsync(new(run, request.Until, request.Work) { Retry = request.Retry }, follow, accepted, progress, stop);
        return finished is null
            ? new(follow ? ExitCode.Interrupted : ExitCode.Done, $"The run goes on in the cluster: 'morph status {directory.Root}' tells of it.", 0, [])
            : new(finished.ExitCode, finished.Message, finished.UnitsDone, QuarantineTable.Read(directory.QuarantineFile));
    }

    /// <inheritdoc/>
    public Task<LedgerReading> ReadLedgerAsync(string runDirectory, CancellationToken cancellation) => local.ReadLedgerAsync(runDirectory, cancellation);

    /// <inheritdoc/>
    public IEnumerable<NodeWorker> Workers(IReadOnlyCollection<string> roles, IRunStore store, int parallelism, string device) =>
        local.Workers(roles, store, parallelism, device);

    /// <inheritdoc/>
    public IUnitExecutor ExecutorOf(Stage stage, string device) => local.ExecutorOf(stage, device);

    /// <summary>Before anything is written: a directory that holds a cluster's record is refused by one machine.</summary>
    private void RequireVersion()
    {
        if (cluster.Terms.Version != MorphCommandLine.Version)
        {
            throw new ConfigurationException(
                $"The cluster at {cluster.Terms.Node} runs morph {cluster.Terms.Version}, this is {MorphCommandLine.Version}; submit with the cluster's version.");
        }
    }

    private void RequireShared(RunDirectory directory)
    {
        var shared = Path.TrimEndingDirectorySeparator(Path.GetFullPath(cluster.Terms.SharedDirectory));
        if (!directory.Root.StartsWith(shared + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ConfigurationException(
                $"{directory.Root} does not lie below the directory that the cluster's nodes share, {shared}; choose --out below it.");
        }
    }
}
