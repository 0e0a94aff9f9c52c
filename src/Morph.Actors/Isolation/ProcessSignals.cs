namespace Morph.Actors.Isolation;

/// <summary>What the exit code of a process says to people.</summary>
internal static class ProcessSignals
{
    /// <summary>Added to the number of the signal that ended a process.</summary>
    private const int Ended = 128;

    private static readonly Dictionary<int, string> s_names = new()
    {
        [4] = "illegal instruction",
        [6] = "aborted",
        [7] = "bus error",
        [8] = "arithmetic error",
        [9] = "killed",
        [11] = "segmentation fault",
        [15] = "terminated",
        [24] = "processor time used up",
        [31] = "forbidden system call",
    };

    /// <summary>The signal that ended a process; 0 when it ended by itself.</summary>
    public static int Of(int exitCode) => exitCode > Ended ? exitCode - Ended : 0;

    /// <summary>Whether only others send this signal (hangup, interrupt, quit, kill, terminate): a user, or the system when memory runs out.</summary>
    public static bool IsFromOutside(int signal) => signal is 1 or 2 or 3 or 9 or 15;

    /// <summary>"died of signal 11 (segmentation fault)", "ended with exit code 3".</summary>
    public static string Describe(int exitCode) => Of(exitCode) switch
    {
        0 => $"ended with exit code {exitCode}",
        var signal => $"died of signal {signal}{(s_names.TryGetValue(signal, out var name) ? $" ({name})" : "")}",
    };
}
