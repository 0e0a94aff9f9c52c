using Morph.Actors.Clustering;
using Morph.Analysis;
using Morph.Analysis.Batches;
using Morph.Analysis.Novelty;
using Morph.Analysis.Umap;
using Morph.Artifacts.Tables;
using Morph.Domain.Settings;

namespace Morph.Actors.Assigning;

/// <summary>The map of another run, in which new windows can be placed, and the windows that it was made of.</summary>
/// <param name="Model">The map.</param>
/// <param name="Fields">The field of each of its windows.</param>
/// <param name="Sphering">The whitening that the features of its windows went through; null where there is none.</param>
public sealed record AdoptedMap(UmapModel Model, string[] Fields, Sphering? Sphering)
{
    /// <summary>The features of its windows, corrected as the settings say.</summary>
    public Points Features => Model.Training;

    /// <summary>Makes the map of a table of windows.</summary>
    /// <param name="windows">The windows of the other run.</param>
    /// <param name="settings">Block <c>morph.reduce</c>, the same for both runs.</param>
    public static AdoptedMap Of(WindowTable windows, ReduceSettings settings)
    {
        var correction = FeatureCorrection.Of(KeptFeatures.Of(windows), settings.Correction);
        var places = new float[2 * windows.Count];
        for (var i = 0; i < windows.Count; i++)
        {
            (places[2 * i], places[(2 * i) + 1]) = (windows.Umap1[i], windows.Umap2[i]);
        }

        var options = ReduceExecutor.OptionsOf(settings);
        return new(new(correction.Points, places, LayoutCurve.Fit(options.Spread, options.MinDist), options), windows.Field, correction.Sphering);
    }

    /// <summary>How unlike the windows of this map each of these is; see <see cref="NoveltyScale"/>.</summary>
    /// <param name="features">New windows, corrected as these were.</param>
    /// <param name="stop">Stops the search.</param>
    public float[] NoveltyOf(Points features, CancellationToken stop) => NoveltyScale.Fit(Features, Fields, stop).Score(features, stop);
}
