using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Morph.Actors.Serialization;
using Morph.Actors.Working;
using Morph.Domain.Errors;
using Morph.Domain.Work;

namespace Morph.Actors.Isolation;

/// <summary>
/// Computes a unit in a process of its own: the same program, asked by <see cref="UnitServer"/>'s lines on its standard input, one at a time.
/// If it dies by itself, this process lives to blame the unit. If this process is killed, the other one ends, too, and nobody is blamed.
/// </summary>
/// <param name="program">The words that start the program and have it ask for a unit.</param>
/// <param name="device">"auto", "cpu" or "cuda:N".</param>
public sealed class UnitProcess(ImmutableArray<string> program, string device) : IUnitIsolation
{
    private const int MostKills = 10;
    private const int LongestLine = 300;
    private static readonly TimeSpan s_startWithin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_afterKill = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);

    /// <inheritdoc/>
    public IsolatedEnd Execute(WorkOrder order, UnitContext context)
    {
        _one.Wait(context.Stop);
        try
        {
            for (var kills = 1; ; kills++)
            {
                var memoryKills = OutOfMemoryKills.Count();
                var (end, signal) = Try(order, context);
                if (!ProcessSignals.IsFromOutside(signal))
                {
                    return end;
                }

                // Whoever kills both processes has a moment for it: then there is nobody left to blame the unit.
                context.Stop.WaitHandle.WaitOne(s_afterKill);
                context.Stop.ThrowIfCancellationRequested();
                if (OutOfMemoryKills.Count() > memoryKills)
                {
                    return IsolatedEnd.Blamed("the process that worked on it alone was killed because memory ran out");
                }

                // An image cannot send this signal. It is tried again, but not for ever: a service that watches memory kills so, too.
                if (kills == MostKills)
                {
                    return IsolatedEnd.Blamed($"the process that worked on it alone was killed {MostKills} times from outside, as services do that watch memory");
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private (IsolatedEnd End, int Signal) Try(WorkOrder order, UnitContext context)
    {
        using var process = Start();
        var errors = new FirstLine(LongestLine);
        process.ErrorDataReceived += (_, e) => errors.Take(e.Data);
        process.BeginErrorReadLine();
        try
        {
            Send(process, new(order, device));
            var begun = process.StandardOutput.ReadLineAsync();
            if (!Ends(begun, s_startWithin, context.Stop))
            {
                return (new(null, FailureKind.Run, "The process that was to work on a unit alone did not start within two minutes: the machine is too busy.", Foreseen: true), 0);
            }

            if (begun.Result is null)
            {
                return (new(null, FailureKind.Run, $"The process that was to work on a unit alone could not begin: it {Death(process, errors)}.", Foreseen: true), ProcessSignals.Of(process.ExitCode));
            }

            var answer = process.StandardOutput.ReadLineAsync();
            if (!Ends(answer, context.Limit, context.Stop))
            {
                return (IsolatedEnd.Blamed(WatchedExecutor.TooLong(context.Limit)), 0);
            }

            if (answer.Result is { } line)
            {
                return (JsonSerializer.Deserialize<IsolatedEnd>(line, WireJson.Options)!, 0);
            }

            var blamed = IsolatedEnd.Blamed($"the process that worked on it alone {Death(process, errors)}");
            return (blamed, ProcessSignals.Of(process.ExitCode));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string Death(Process process, FirstLine errors)
    {
        process.WaitForExit();
        return ProcessSignals.Describe(process.ExitCode) + (errors.Text.Length > 0 ? $": {errors.Text}" : "");
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new StageException($"A process of its own could not be started for a unit ({e.Message}); the same command continues when there is memory and a free process number.", e);
        }
    }

    private static void Send(Process process, UnitRequest request)
    {
        try
        {
            process.StandardInput.WriteLine(JsonSerializer.Serialize(request, WireJson.Options));
            process.StandardInput.Flush(); // It stays open: its end is the end of this process.
        }
        catch (IOException)
        {
            // It died already; its standard output says so, too.
        }
    }

    private static bool Ends(Task task, TimeSpan limit, CancellationToken stop)
    {
        var ended = WaitHandle.WaitAny([((IAsyncResult)task).AsyncWaitHandle, stop.WaitHandle], limit);
        stop.ThrowIfCancellationRequested();
        return ended == 0;
    }

    /// <summary>Keeps the first line that says something.</summary>
    private sealed class FirstLine(int longest)
    {
        private volatile string _text = "";

        public string Text => _text;

        public void Take(string? line)
        {
            if (_text.Length == 0 && !string.IsNullOrWhiteSpace(line))
            {
                _text = line.Length > longest ? line[..longest] + "..." : line;
            }
        }
    }
}
