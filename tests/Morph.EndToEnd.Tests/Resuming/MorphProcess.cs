using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Morph.Domain.Runs;

namespace Morph.EndToEnd.Tests.Resuming;

/// <summary>The program as a process of its own, so that it can be killed: what it writes says where it is.</summary>
internal sealed class MorphProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private MorphProcess(Process process) => _process = process;

    /// <summary>All that it has written to standard output.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>All that it has written to standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts a command; every argument is given as it is.</summary>
    public static MorphProcess Start(params IEnumerable<string> arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>Starts a command with further environment variables.</summary>
    public static MorphProcess Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        Start([], "morph.dll", environment, arguments);

    /// <summary>Starts a command of a program that lies beside the tests, as the arguments of another one that becomes it, as <c>ip netns exec NAME</c> does.</summary>
    public static MorphProcess Start(
        IEnumerable<string> prefix, string program, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        // The test host itself runs on the dotnet that can load torch.
        string[] line = [.. prefix, Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, program), .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var morph = new MorphProcess(new() { StartInfo = start });
        morph._process.OutputDataReceived += (_, e) => morph.Take(e.Data);
        morph._process.ErrorDataReceived += (_, e) => morph._errors.Enqueue(e.Data ?? "");
        morph._process.Start();
        morph._process.BeginOutputReadLine();
        morph._process.BeginErrorReadLine();
        return morph;
    }

    /// <summary>
    /// Reads progress lines until one speaks of a stage, or of a later one where that is done already, then kills the process as the kernel
    /// does: at once.
    /// </summary>
    /// <param name="stage">The stage.</param>
    /// <param name="done">How many of its units are to be done.</param>
    /// <returns>False when the process ended before.</returns>
    public async Task<bool> KillAtAsync(Stage stage, int done = 0)
    {
        if (!await ReadsAsync(line => ProgressOf(line) is { } at && (at.Stage > stage || (at.Stage == stage && at.Done >= done))))
        {
            return false;
        }

        await KillAsync();
        return true;
    }

    /// <summary>Reads lines until one is wanted. Each line is read once: what comes after it is left to the next call.</summary>
    /// <returns>False when standard output ended before.</returns>
    public async Task<bool> ReadsAsync(Func<string, bool> wanted)
    {
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var line))
            {
                if (wanted(line))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Stage and units of a progress line as JSON; null for another line.</summary>
    public static (Stage Stage, int Done, int Total)? ProgressOf(string line) =>
        line.StartsWith('{') && JsonDocument.Parse(line).RootElement is var progress && progress.TryGetProperty("stage", out var stage)
            ? (Enum.Parse<Stage>(stage.GetString()!, ignoreCase: true), progress.GetProperty("done").GetInt32(), progress.GetProperty("total").GetInt32())
            : null;

    /// <summary>Numbers of the processes that it has started and that live.</summary>
    public IReadOnlyList<string> Children() => [.. Directory.GetDirectories("/proc").Select(d => Path.GetFileName(d)).Where(name => char.IsAsciiDigit(name[0]) && IsChild(name))];

    /// <summary>Ends the process as the kernel does, at once.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end, as containers and service managers do (SIGTERM).</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Stops the process until <see cref="Continue"/>: it does nothing and answers nothing, and does not know.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>Lets a paused process go on.</summary>
    public void Continue() => Signal("CONT");

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code and everything written.</returns>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, Output, Errors);
    }

    /// <summary>A process that still runs is killed.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>The parent is the second word after the name, which stands in parentheses.</summary>
    private bool IsChild(string process)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine("/proc", process, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{_process.Id}";
        }
        catch (IOException)
        {
            return false; // No process, or one that has just ended.
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _lines.Writer.Complete();
        }
        else
        {
            _output.Enqueue(line);
            _lines.Writer.TryWrite(line);
        }
    }
}
