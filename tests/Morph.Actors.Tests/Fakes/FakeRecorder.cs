using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Domain.Errors;

namespace Morph.Actors.Tests.Fakes;

/// <summary>Passes on how an execution ended and writes nothing.</summary>
/// <param name="failure">What goes wrong this time; null for nothing.</param>
internal sealed class FakeRecorder(Func<Exception?>? failure = null) : IRunRecorder
{
    public Task<RunFinished> RecordAsync(StartRun start, RunEnded ended) => failure?.Invoke() is { } exception
        ? Task.FromException<RunFinished>(exception)
        : Task.FromResult(new RunFinished(
            start.Run.RunId,
            ended.End switch { RunEnd.Done => ExitCode.Done, RunEnd.Interrupted => ExitCode.Interrupted, _ => ExitCode.Failed },
            ended.Reason,
            ended.UnitsDone));
}
