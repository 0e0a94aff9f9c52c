namespace Morph.Domain.Errors;

/// <summary>
/// An expected failure. Its message is written for the user: it names the file, row or key and says the way out,
/// and is shown without a stack trace.
/// </summary>
public abstract class MorphException : Exception
{
    /// <summary>Creates the failure with a message for the user.</summary>
    protected MorphException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The exit code the program ends with when this failure stops it.</summary>
    public abstract ExitCode ExitCode { get; }
}

/// <summary>The command line was not understood.</summary>
public sealed class UsageException(string message) : MorphException(message)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Usage;
}

/// <summary>The image set, its naming or its tables are wrong; found before any compute.</summary>
public sealed class ManifestException(string message, Exception? inner = null) : MorphException(message, inner)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Refused;
}

/// <summary>A configuration key, its value, or the run directory it meets is wrong; found before any compute.</summary>
public sealed class ConfigurationException(string message, Exception? inner = null) : MorphException(message, inner)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Refused;
}

/// <summary>One image cannot be read or used. Its field is quarantined and the run goes on.</summary>
public sealed class ImageException(string message, Exception? inner = null) : MorphException(message, inner)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Quarantined;
}

/// <summary>An artifact of a run directory is missing, damaged or of another run.</summary>
public sealed class ArtifactException(string message, Exception? inner = null) : MorphException(message, inner)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Failed;
}

/// <summary>A stage cannot be computed from what the run has (too few samples left, losses that are not numbers, a full disk).</summary>
public sealed class StageException(string message, Exception? inner = null) : MorphException(message, inner)
{
    /// <inheritdoc/>
    public override ExitCode ExitCode => ExitCode.Failed;
}
