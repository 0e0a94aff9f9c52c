namespace Morph.Domain.Errors;

/// <summary>How the program ends; the numbers are part of the command line's contract.</summary>
public enum ExitCode
{
    /// <summary>Everything asked for is done.</summary>
    Done = 0,

    /// <summary>Something failed that no other code names.</summary>
    Failed = 1,

    /// <summary>The command line was not understood.</summary>
    Usage = 2,

    /// <summary>The manifest or the configuration is wrong; nothing was started.</summary>
    Refused = 3,

    /// <summary>The run ended, with items in quarantine.</summary>
    Quarantined = 4,

    /// <summary>The run was interrupted and the same command continues it.</summary>
    Interrupted = 5,
}
