using System.Globalization;

namespace Morph.Actors.Isolation;

/// <summary>How many processes the kernel has killed for want of memory, whether the machine's or a container's.</summary>
internal static class OutOfMemoryKills
{
    private const string Counters = "/proc/vmstat";
    private const string Counter = "oom_kill ";

    /// <summary>The number since the machine started; 0 where the kernel does not tell.</summary>
    public static long Count() => File.Exists(Counters) && File.ReadLines(Counters).FirstOrDefault(l => l.StartsWith(Counter, StringComparison.Ordinal)) is { } line
        ? long.Parse(line[Counter.Length..], CultureInfo.InvariantCulture)
        : 0;
}
