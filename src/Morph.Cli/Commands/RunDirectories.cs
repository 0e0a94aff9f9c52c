using Morph.Artifacts.Runs;
using Morph.Domain.Errors;

namespace Morph.Cli.Commands;

/// <summary>Run directories as the user names them.</summary>
internal static class RunDirectories
{
    /// <summary>The directory of a run that was started before.</summary>
    /// <exception cref="ConfigurationException">There is no run; the message says what is there instead.</exception>
    public static RunDirectory Existing(string path)
    {
        var run = new RunDirectory(path);
        if (!Directory.Exists(run.Root))
        {
            throw new ConfigurationException(File.Exists(run.Root)
                ? $"{run.Root} is a file, not the directory of a run."
                : $"There is no directory {run.Root}. 'morph run IMAGES --out {path}' starts a run in it.");
        }

        return RunManifest.Exists(run)
            ? run
            : throw new ConfigurationException(
                $"{run.Root} is not the directory of a run: it has no run.json. Name the directory that was given to 'morph run --out'.");
    }
}
