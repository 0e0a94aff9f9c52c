using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Morph.Actors.Working;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.EndToEnd.Tests.Drills;

/// <summary>Does harm on some fields and computes the others.</summary>
internal sealed class PoisonedExecutor(IUnitExecutor inner) : IUnitExecutor
{
    private static readonly Dictionary<string, string> s_poison = (Environment.GetEnvironmentVariable(PoisonProgram.Variable) ?? "")
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(p => p.Split('=')[0], p => p.Split('=')[1]);

    public ImmutableArray<Stage> Stages => inner.Stages;

    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        switch (s_poison.GetValueOrDefault($"{order.Unit.Stage.Word()}/{(order.Unit.Field.Length > 0 ? order.Unit.Field : order.Unit.Sample)}"))
        {
            case "refused":
                throw new ImageException("nobody wants this field");
            case "throws":
                throw new InvalidOperationException("the decoder lost its way");
            case "hangs":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "crashes":
                // Where nothing is mapped, in native code: what a broken decoder does.
                _ = SetMemory(1 << 20, 0, 1);
                break;
            case "devours native memory":
                for (; ; )
                {
                    _ = SetMemory(Marshal.AllocHGlobal(1 << 20), 1, 1 << 20);
                }

            case "devours memory":
                GC.KeepAlive(Enumerable.Range(0, 1 << 20).Select(_ => new byte[64 << 20]).ToList());
                break;
        }

        return inner.Execute(order, context);
    }

    public void Dispose() => inner.Dispose();

    [DllImport("libc", EntryPoint = "memset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetMemory(nint at, int value, nint count);
}
