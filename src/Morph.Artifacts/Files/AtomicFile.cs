using System.Security.Cryptography;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Files;

/// <summary>
/// Writes a file whole or not at all: to a hidden temporary file of the same folder, flushed to the disk, then renamed.
/// A process killed at any instant leaves the old file or the new one, and at most a temporary file that
/// <see cref="RunDirectory.CleanTemporaries"/> removes.
/// </summary>
public static class AtomicFile
{
    /// <summary>How the name of a temporary file ends; it starts with a dot.</summary>
    internal const string TemporaryExtension = ".morph-tmp";

    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Writes a file of a run; the record's path is relative to the run directory.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static ArtifactRecord Write(RunDirectory run, string path, Action<Stream> write) =>
        Write(path, write) with { Path = run.Relative(path) };

    /// <summary>Writes a file, replacing one that is there; missing folders are made.</summary>
    /// <param name="path">Where the file will be.</param>
    /// <param name="write">Writes the content, forward only; may leave the stream open or close it.</param>
    /// <returns>Digest and length of the bytes written.</returns>
    /// <exception cref="StageException">The disk is full, or broke while writing.</exception>
    /// <exception cref="ConfigurationException">The folder cannot be written to.</exception>
    public static ArtifactRecord Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Guid.NewGuid():N}{TemporaryExtension}");
        var committed = false;
        try
        {
            var record = WriteTemporary(full, temporary, write);
            File.Move(temporary, full, overwrite: true);
            committed = true;
            return record;
        }
        catch (FileWriteException failure)
        {
            throw CannotWrite(full, failure.Failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw NotAllowed(full, failure);
        }
        finally
        {
            if (!committed)
            {
                Remove(temporary);
            }
        }
    }

    private static ArtifactRecord WriteTemporary(string full, string temporary, Action<Stream> write)
    {
        using var file = Open(full, temporary);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var digesting = new DigestStream(file, hash);
        write(digesting);
        try
        {
            file.Flush(flushToDisk: true);
        }
        catch (IOException failure)
        {
            throw new FileWriteException(failure);
        }

        return new(full.Replace('\\', '/'), Digest.Parse(Convert.ToHexStringLower(hash.GetHashAndReset())), digesting.Length);
    }

    private static FileStream Open(string full, string temporary)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        }
        catch (IOException failure)
        {
            throw new FileWriteException(failure);
        }
    }

    private static MorphException CannotWrite(string path, IOException failure) => failure.HResult switch
    {
        NoSpaceLeft or QuotaExceeded => new StageException(
            $"No space is left for {path}. Free some space on that disk, then run the same command again: it continues where it was.", failure),
        _ when failure is DirectoryNotFoundException or FileNotFoundException => NotAllowed(path, failure),
        _ => new StageException(
            $"{path} could not be written: {failure.Message} Check the disk, then run the same command again: it continues where it was.", failure),
    };

    private static ConfigurationException NotAllowed(string path, Exception failure) => new(
        $"{path} may not be written: {failure.Message} Choose a folder you may write to, or change its permissions.", failure);

    private static void Remove(string temporary)
    {
        if (File.Exists(temporary))
        {
            File.Delete(temporary);
        }
    }
}
