using Morph.Domain.Errors;

namespace Morph.Artifacts.Runs;

/// <summary>
/// An exclusive lock of the operating system on <see cref="RunDirectory.LockFile"/>. It dies with the process, so there is nothing
/// to clean up after a kill; the file itself stays, since removing it would let two processes hold two files of one name.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock or says who has it.</summary>
    public static RunLock Take(RunDirectory run)
    {
        run.CheckWritable();
        FileStream file;
        try
        {
            file = new FileStream(run.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException failure)
        {
            throw new ConfigurationException(
                $"Another morph process works in {run.Root}. Wait for it or stop it, or choose another directory with --out.", failure);
        }

        return new(file);
    }

    /// <summary>Whether a process holds the lock.</summary>
    public static bool IsHeld(RunDirectory run)
    {
        try
        {
            using var file = new FileStream(run.LockFile, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            return false;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
