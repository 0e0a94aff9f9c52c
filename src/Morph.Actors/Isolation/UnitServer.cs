using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Morph.Actors.Serialization;
using Morph.Actors.Working;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Isolation;

/// <summary>What <see cref="UnitProcess"/> asks for: one line of JSON.</summary>
/// <param name="Order">The unit.</param>
/// <param name="Device">"auto", "cpu" or "cuda:N".</param>
public sealed record UnitRequest(WorkOrder Order, string Device);

/// <summary>
/// The other side of <see cref="UnitProcess"/>: reads a request, says with a line that it begins and with another how it ended. Ends with the process that asked,
/// which alone decides about signals, and is the first that the kernel kills when memory runs out.
/// </summary>
/// <param name="executorOf">Makes what computes a stage, on a device.</param>
public sealed class UnitServer(Func<Stage, string, IUnitExecutor> executorOf)
{
    private const string Preference = "/proc/self/oom_score_adj";
    private const string KilledFirst = "1000";

    /// <summary>A terminal sends them to both processes.</summary>
    private static readonly PosixSignal[] s_ignored = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>Serves one request.</summary>
    /// <param name="input">The request; its end is the end of the process that asked.</param>
    /// <param name="output">The answer.</param>
    public void Serve(TextReader input, TextWriter output)
    {
        var ignored = s_ignored.Select(signal => PosixSignalRegistration.Create(signal, s => s.Cancel = true)).ToList();
        try
        {
            BeKilledFirst();
            ServeOne(input, output);
        }
        finally
        {
            ignored.ForEach(i => i.Dispose());
        }
    }

    private void ServeOne(TextReader input, TextWriter output)
    {
        if (input.ReadLine() is not { } line)
        {
            return;
        }

        var request = JsonSerializer.Deserialize<UnitRequest>(line, WireJson.Options)!;
        new Thread(() => EndWith(input)) { IsBackground = true }.Start();
        output.WriteLine("{}");
        output.Flush();
        output.WriteLine(JsonSerializer.Serialize(Execute(request), WireJson.Options));
        output.Flush();
    }

    private IsolatedEnd Execute(UnitRequest request)
    {
        try
        {
            using var executor = executorOf(request.Order.Unit.Stage, request.Device);
            return IsolatedEnd.Done(executor.Execute(request.Order, new(CancellationToken.None, (_, _, _) => { }, _ => { })));
        }
        catch (MorphException e)
        {
            return new(null, e is ImageException ? FailureKind.Item : FailureKind.Run, e.Message, Foreseen: true);
        }
        catch (OutOfMemoryException)
        {
            return IsolatedEnd.Blamed("it needs more memory than a process of its own gets");
        }
#pragma warning disable CA1031 // Nothing but this unit is at work here: whatever goes wrong is its doing, and the process that asked is to know it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return IsolatedEnd.Blamed($"{e.GetType().Name}: {e.Message}");
        }
    }

    private static void EndWith(TextReader input)
    {
        while (input.ReadLine() is not null)
        {
            // Nothing else is said.
        }

        Process.GetCurrentProcess().Kill();
    }

    private static void BeKilledFirst()
    {
        if (File.Exists(Preference))
        {
            File.WriteAllText(Preference, KilledFirst);
        }
    }
}
