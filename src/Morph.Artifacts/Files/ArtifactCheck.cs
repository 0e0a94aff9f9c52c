using Morph.Artifacts.Runs;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Files;

/// <summary>What is wrong with a committed file.</summary>
public enum DamageKind
{
    /// <summary>The file is not there.</summary>
    Missing,

    /// <summary>The file is there and cannot be read.</summary>
    Unreadable,

    /// <summary>The file is shorter or longer than it was.</summary>
    Length,

    /// <summary>The length is right and the bytes are others.</summary>
    Content,
}

/// <summary>A committed file that is not what it was.</summary>
/// <param name="Artifact">What the ledger remembers.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Reason">The same for people; names the file.</param>
public sealed record Damage(ArtifactRecord Artifact, DamageKind Kind, string Reason);

/// <summary>Compares the files of a run with what the ledger remembers of them.</summary>
public static class ArtifactCheck
{
    /// <summary>Reads every file, several at a time.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="artifacts">What should be there.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>The damaged files in the order of <paramref name="artifacts"/>; empty when all is well.</returns>
    /// <exception cref="OperationCanceledException">The check was stopped.</exception>
    public static IReadOnlyList<Damage> Check(RunDirectory run, IEnumerable<ArtifactRecord> artifacts, CancellationToken cancellation = default) =>
        [.. artifacts
            .AsParallel()
            .AsOrdered()
            .WithCancellation(cancellation)
            .Select(artifact => Check(run, artifact))
            .OfType<Damage>()];

    /// <summary>Reads one file; null when it is what it was.</summary>
    public static Damage? Check(RunDirectory run, ArtifactRecord artifact)
    {
        var file = new FileInfo(run.Absolute(artifact.Path));
        if (!file.Exists)
        {
            return new(artifact, DamageKind.Missing, $"{artifact.Path} is missing.");
        }

        if (file.Length != artifact.Bytes)
        {
            return new(artifact, DamageKind.Length, $"{artifact.Path} has {file.Length} bytes instead of {artifact.Bytes}.");
        }

        try
        {
            return Digest.OfFile(file.FullName) == artifact.Digest
                ? null
                : new(artifact, DamageKind.Content, $"{artifact.Path} has its {artifact.Bytes} bytes, but not the ones that were written.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(artifact, DamageKind.Unreadable, $"{artifact.Path} cannot be read: {failure.Message}");
        }
    }
}
