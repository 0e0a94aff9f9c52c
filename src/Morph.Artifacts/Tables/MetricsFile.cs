using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>
/// <c>clusters/metrics.json</c>: quality figures by name, in ordinal order; a figure that is not a number is null. Names are
/// lower case with '_', such as "sample_ari" or "silhouette".
/// </summary>
public static class MetricsFile
{
    /// <summary>Writes the figures at <see cref="RunDirectory.MetricsFile"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, IReadOnlyDictionary<string, double> metrics)
    {
        var figures = new SortedDictionary<string, double?>(StringComparer.Ordinal);
        foreach (var (name, value) in metrics)
        {
            figures[name] = double.IsFinite(value) ? value : null;
        }

        return AtomicFile.Write(run, run.MetricsFile, stream => RunJson.Write(stream, figures));
    }

    /// <summary>Reads the figures; one that was not a number is NaN.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static IReadOnlyDictionary<string, double> Read(string path) =>
        new SortedDictionary<string, double>(
            RunJson.Read<Dictionary<string, double?>>(path).ToDictionary(figure => figure.Key, figure => figure.Value ?? double.NaN),
            StringComparer.Ordinal);
}
