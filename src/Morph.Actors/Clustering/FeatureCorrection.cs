using Morph.Analysis;
using Morph.Analysis.Batches;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Settings;

namespace Morph.Actors.Clustering;

/// <summary>
/// Takes batch effects out of the features of windows, as <c>morph.reduce.correction</c> says: what map and clusters are made of. Windows of new
/// images are scaled by their own batches and whitened by what was fitted to the run that they are assigned to.
/// </summary>
/// <param name="Points">n corrected windows; the features as they are where nothing is to be corrected.</param>
/// <param name="Sphering">The whitening; null where there is none.</param>
public sealed record FeatureCorrection(Points Points, Sphering? Sphering)
{
    /// <summary>Windows of a batch, of its controls where there are any, that its means and scales need.</summary>
    public const int LeastWindows = 20;

    /// <summary>Windows of controls, over all batches, that whitening needs: with fewer than features, most directions are not known to vary at all.</summary>
    public const int LeastToWhiten = FieldEmbeddings.DefaultDimensions + 1;

    /// <summary>Corrects windows.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="settings">Block <c>morph.reduce.correction</c>.</param>
    /// <param name="fitted">A whitening that was fitted before; null to fit it to these windows.</param>
    /// <exception cref="StageException">A column is missing, or there are too few windows to correct by; the message names them.</exception>
    public static FeatureCorrection Of(KeptFeatures windows, CorrectionSettings settings, Sphering? fitted = null)
    {
        if (settings.Method == CorrectionMethod.None)
        {
            return new(windows.Points, null);
        }

        string[] batches = settings.Batch.Length > 0 ? windows.Require(settings.Batch) : [.. Enumerable.Repeat("", windows.Points.Count)];
        bool[] references = settings.ControlColumn.Length > 0
            ? [.. windows.Require(settings.ControlColumn).Select(v => v == settings.Control)]
            : [.. Enumerable.Repeat(true, windows.Points.Count)];
        var scaled = BatchCorrection.Standardise(windows.Points, Numbers(batches, references, settings), references);
        if (settings.Method == CorrectionMethod.Standardise)
        {
            return new(scaled, null);
        }

        var sphering = fitted ?? Sphering.Fit(Enough(scaled.Rows([.. Enumerable.Range(0, scaled.Count).Where(i => references[i])])), settings.Epsilon);
        return new(sphering.Apply(scaled), sphering);
    }

    /// <summary>Numbers the batches, after a look at whether each has enough windows.</summary>
    private static int[] Numbers(string[] batches, bool[] references, CorrectionSettings settings)
    {
        var names = batches.Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var batch in names)
        {
            var count = batches.Where((b, i) => b == batch && references[i]).Count();
            if (count < LeastWindows)
            {
                var of = settings.Batch.Length > 0 ? $"Batch '{batch}' ({settings.Batch})" : "The run";
                var what = settings.ControlColumn.Length > 0 ? $"windows with {settings.ControlColumn} = '{settings.Control}'" : "windows";
                throw new StageException(
                    $"{of} has {count} {what}, too few to correct it by: {LeastWindows} are needed. See quarantine.csv for fields that are left out; "
                    + "or start a run without morph.reduce.correction, with another --out.");
            }
        }

        var numbers = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i);
        return [.. batches.Select(b => numbers[b])];
    }

    private static Points Enough(Points controls) => controls.Count >= LeastToWhiten ? controls : throw new StageException(
        $"There are {controls.Count} windows of controls, too few to whiten by: {LeastToWhiten} are needed. See quarantine.csv for fields that are left out; "
        + "or start a run with morph.reduce.correction.method = standardise, with another --out.");
}
