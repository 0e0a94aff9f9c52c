using Morph.Actors.Protocol;

namespace Morph.Actors.Running;

/// <summary>Leaves the record of an execution in the run directory: run.json, quarantine.csv, summary.md. For people and tools: what is done, the ledger says.</summary>
public interface IRunRecorder
{
    /// <summary>Writes how an execution ended.</summary>
    /// <returns>What to tell those who follow the run.</returns>
    /// <exception cref="Domain.Errors.MorphException">The ledger cannot be read or the directory cannot be written to.</exception>
    Task<RunFinished> RecordAsync(StartRun start, RunEnded ended);
}
