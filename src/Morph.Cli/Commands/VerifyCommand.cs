using Morph.Actors.Running;
using Morph.Artifacts.Runs;
using Morph.Cli.CommandLine;
using Morph.Cli.Progress;
using Morph.Domain.Errors;

namespace Morph.Cli.Commands;

/// <summary><c>morph verify</c>: every file of a run against the ledger.</summary>
internal static class VerifyCommand
{
    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var directory = CommonOptions.Directory();
        var command = new DocumentedCommand("verify", "compare every file of a run with the ledger's digests", "verify DIR")
        {
            About = "Reads every file that the run committed and compares its bytes with the digest in the ledger. Names each file that is missing or damaged and ends with 1; "
                + "'morph run' (or 'morph submit', 'morph assign') with the arguments of the run then makes exactly those anew. Changes nothing.",
            Examples = [("morph verify results", "after a copy, a full disk or a crash")],
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var run = RunDirectories.Existing(parsed.GetRequiredValue(directory));
            var ledger = await context.Engine.ReadLedgerAsync(run.Root, cancellation);
            var faults = DirectoryRunStore.Audit(run, ledger.Artifacts);
            foreach (var fault in faults)
            {
                context.Output.WriteLine($"{fault.Path}: {fault.Reason}");
            }

            var again = RunManifest.Read(run).Command;
            var files = ProgressText.Count(DirectoryRunStore.CountFiles(run, ledger.Artifacts), "file");
            if (faults.Count == 0)
            {
                context.Output.WriteLine($"{files} as the ledger has them{(ledger.Finished ? "." : "; the run is not finished yet.")}");
                return (int)ExitCode.Done;
            }

            throw new ArtifactException(
                $"{ProgressText.Count(faults.Count)} of {files} {(faults.Count == 1 ? "is" : "are")} not as the ledger has them. "
                + $"Run the same '{again}' command again: it makes what is damaged anew, and nothing else.");
        });
        return command.With(directory);
    }
}
