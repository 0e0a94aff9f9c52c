using System.Text.Json;
using Morph.Actors.Serialization;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Work;

namespace Morph.Actors.Isolation;

/// <summary>
/// A small file in the run directory while a unit is at work. One that is still there says that an attempt began and came to no foreseen end: its process
/// died, it hung, or it failed in a way that nobody foresaw. Whoever takes up the unit next, in whatever process and on whatever node, sees that it is suspect.
/// </summary>
/// <param name="directory">The run directory.</param>
/// <param name="unit">The unit.</param>
/// <param name="key">Its key: what is known of other inputs says nothing of these.</param>
public sealed class UnitMark(RunDirectory directory, UnitId unit, Digest key)
{
    private readonly string _path = Path.Combine(directory.WorkFolder, $"{RunDirectory.SafeName(unit.ToString())}-{key.Short}.json");

    /// <summary>Marks the unit as at work. Lost by a power cut, which is not a unit's fault.</summary>
    /// <returns>False when an earlier attempt left its mark.</returns>
    /// <exception cref="StageException">The run directory cannot be written to.</exception>
    public bool Set()
    {
        try
        {
            Directory.CreateDirectory(directory.WorkFolder);

            // One call looks and makes, on network shares too: what they remember of missing files may be old.
            using var file = new FileStream(_path, FileMode.CreateNew, FileAccess.Write);
            JsonSerializer.Serialize(file, new { Unit = unit.ToString(), Machine = Environment.MachineName, Environment.ProcessId, Began = DateTimeOffset.UtcNow }, WireJson.Options);
            return true;
        }
        catch (IOException) when (File.Exists(_path))
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StageException($"{_path} could not be written: {e.Message} Free some space or mend the disk; the same command continues.", e);
        }
    }

    /// <summary>Takes the mark away: the attempt came to a foreseen end.</summary>
    public void Clear() => File.Delete(_path);

    /// <summary>Takes all marks of a run away but those of some units. For whoever knows that nothing is at work.</summary>
    /// <param name="directory">The run directory.</param>
    /// <param name="kept">Units that stay suspect.</param>
    public static void Sweep(RunDirectory directory, IEnumerable<(UnitId Unit, Digest Key)> kept)
    {
        if (!Directory.Exists(directory.WorkFolder))
        {
            return;
        }

        var staying = kept.Select(k => new UnitMark(directory, k.Unit, k.Key)._path).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(directory.WorkFolder).Where(f => !staying.Contains(f)))
        {
            File.Delete(file);
        }
    }
}
