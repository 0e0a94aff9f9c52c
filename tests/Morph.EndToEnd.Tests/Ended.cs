using System.Diagnostics;

namespace Morph.EndToEnd.Tests;

/// <summary>What a program wrote and how it ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program of the repository, without input, to its end.</summary>
    /// <param name="directory">Where it is started.</param>
    /// <param name="program">Path below the repository's root, or a program of the system.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<Ended> Of(string directory, string program, params string[] arguments)
    {
        var own = Path.Combine(TestData.RepositoryRoot, program);
        var start = new ProcessStartInfo(File.Exists(own) ? own : program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }
}
