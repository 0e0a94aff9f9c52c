using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Morph.Domain.Runs;

namespace Morph.EndToEnd.Tests.Resuming;

/// <summary>The program as a process of its own, so that it can be killed: its progress lines say where it is.</summary>
internal sealed class MorphProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = [];

    private MorphProcess(Process process) => _process = process;

    /// <summary>Starts a command; every argument is given as it is.</summary>
    public static MorphProcess Start(params IEnumerable<string> arguments)
    {
        // The test host itself runs on the dotnet that can load torch.
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "morph.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var morph = new MorphProcess(Process.Start(start)!);
        morph._process.ErrorDataReceived += (_, e) => morph._errors.Enqueue(e.Data ?? "");
        morph._process.BeginErrorReadLine();
        return morph;
    }

    /// <summary>
    /// Reads progress lines until one speaks of a stage, or of a later one where that is done already, then kills the process as the kernel
    /// does: at once.
    /// </summary>
    /// <returns>False when the process ended before.</returns>
    public async Task<bool> KillAtAsync(Stage stage)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{') && JsonDocument.Parse(line).RootElement is var progress
                && progress.TryGetProperty("stage", out var at) && Enum.Parse<Stage>(at.GetString()!, ignoreCase: true) >= stage)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code and everything written.</returns>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output, string.Join('\n', _errors));
    }

    public void Dispose() => _process.Dispose();
}
