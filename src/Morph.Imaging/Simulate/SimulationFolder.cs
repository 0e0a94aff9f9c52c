using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Imaging.Simulate;

/// <summary>
/// The folder of a simulation. <c>simulation.txt</c> says which simulation it holds and is written first. <c>simulation.sha256</c> gains
/// the digests of a field when its files are whole (<c>sha256sum -c</c> reads it): only what it lists, with the bytes it lists, is done.
/// </summary>
internal sealed partial class SimulationFolder
{
    private const string Marker = "simulation.txt";
    private const string Ledger = "simulation.sha256";
    private static readonly FrozenSet<string> Tables = FrozenSet.Create("samples.csv", "truth.csv", "phenotypes.csv", "phenotypes.md");
    private readonly Lock _ledgerLock = new();
    private readonly string _folder;
    private FrozenDictionary<string, Digest> _known = FrozenDictionary<string, Digest>.Empty;

    private SimulationFolder(string folder) => _folder = folder;

    /// <summary>Makes the folder ready: new, empty, or a previous simulation's. Files of another simulation are deleted.</summary>
    /// <exception cref="ConfigurationException">The folder holds something else, or cannot be written.</exception>
    public static SimulationFolder Open(string folder, SimulationOptions options)
    {
        var full = Path.GetFullPath(folder);
        var target = new SimulationFolder(full);
        try
        {
            Directory.CreateDirectory(full);
            target.Prepare(Describe(options));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The folder {full} cannot be written ({failure.Message}): choose another folder.", failure);
        }

        return target;
    }

    /// <summary>Whether all these files are listed and hold the bytes that are listed.</summary>
    /// <exception cref="StageException">A file cannot be read.</exception>
    public bool Holds(IEnumerable<string> files) => files.All(name =>
        _known.TryGetValue(name, out var digest) && File.Exists(At(name)) && Guarded(name, () => Digest.OfFile(At(name)) == digest));

    /// <summary>Writes the files of a field and lists them.</summary>
    /// <exception cref="StageException">A file cannot be written.</exception>
    public void Commit(IReadOnlyList<(string Name, byte[] Bytes)> files)
    {
        var lines = new StringBuilder();
        foreach (var (name, bytes) in files)
        {
            WriteWhole(name, bytes);
            lines.Append(Line(name, Digest.Of(bytes)));
        }

        lock (_ledgerLock)
        {
            Guarded(Ledger, () =>
            {
                File.AppendAllText(At(Ledger), lines.ToString());
                return true;
            });
        }
    }

    /// <summary>Puts the list of digests in order of the names: the simulation is complete.</summary>
    /// <exception cref="StageException">A file cannot be written.</exception>
    public void Complete()
    {
        var lines = Guarded(Ledger, () => ReadLedger(At(Ledger))).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => Line(e.Key, e.Value));
        WriteWhole(Ledger, Encoding.UTF8.GetBytes(string.Concat(lines)));
    }

    private void Prepare(string description)
    {
        var present = Directory.EnumerateFileSystemEntries(_folder).Select(e => Path.GetFileName(e)).ToList();
        var marker = present.Contains(Marker) ? File.ReadAllText(At(Marker)) : null;
        if (marker?.StartsWith(Title, StringComparison.Ordinal) != true && present.Find(name => !TemporaryName().IsMatch(name)) is { } stranger)
        {
            throw new ConfigurationException($"The folder {_folder} is not empty and holds no simulation (it has {stranger}, for one): choose another folder.");
        }

        present.Where(name => TemporaryName().IsMatch(name)).ToList().ForEach(name => File.Delete(At(name)));
        if (marker != description)
        {
            // The list goes first: from then on nothing here counts as done, wherever this is interrupted.
            File.Delete(At(Ledger));
            present.Where(name => Tables.Contains(name) || PlaneName().IsMatch(name)).ToList().ForEach(name => File.Delete(At(name)));
            WriteWhole(Marker, Encoding.UTF8.GetBytes(description));
        }
        else if (File.Exists(At(Ledger)))
        {
            _known = ReadLedger(At(Ledger)).ToFrozenDictionary();
        }
    }

    private static Dictionary<string, Digest> ReadLedger(string path)
    {
        // A line that a kill cut short has no name or no whole digest; a later line of the same name is the newer one.
        var known = new Dictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path))
        {
            if (LedgerLine().Match(line) is { Success: true } match)
            {
                known[match.Groups["name"].Value] = Digest.Parse(match.Groups["digest"].Value);
            }
        }

        return known;
    }

    private void WriteWhole(string name, byte[] bytes) => Guarded(name, () =>
    {
        var temporary = At($".{name}.tmp");
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, At(name), overwrite: true);
        return true;
    });

    private T Guarded<T>(string name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StageException(
                $"The file {At(name)} cannot be written ({failure.Message}): make room or mend its rights, then give the same command again.", failure);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static string Line(string name, Digest digest) => $"{digest.Hex}  {name}\n";

    [GeneratedRegex(@"^(?<digest>[0-9a-f]{64})  (?<name>[^/]+)$")]
    private static partial Regex LedgerLine();

    [GeneratedRegex(@"^\d{5,}-(DNA|pH3|actin)\.(png|tif)$")]
    private static partial Regex PlaneName();

    [GeneratedRegex(@"^\.(simulation|samples|truth|phenotypes|\d{5,}-(DNA|pH3|actin))\.\w+\.tmp$")]
    private static partial Regex TemporaryName();
}
