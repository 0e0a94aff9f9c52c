using Morph.Actors.Clustering;
using Morph.Analysis.Mixture;
using Morph.Analysis.Novelty;
using Morph.Analysis.Umap;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Actors.Assigning;

/// <summary>The files of another run that a run has adopted: brought in once, and what map and clusters need of them.</summary>
/// <param name="directory">The run that adopts them.</param>
/// <param name="model">The other run.</param>
public sealed class AdoptedModel(RunDirectory directory, ModelRun model)
{
    /// <summary>Copies the files that are not there yet, or not whole.</summary>
    /// <returns>The files under their paths in this run.</returns>
    /// <exception cref="ArtifactException">A file is to be copied and is not in the other run's directory as it was; the message names it.</exception>
    public IReadOnlyList<ArtifactRecord> Bring() => [.. model.Files.Select(Bring)];

    /// <summary>
    /// The other run's map, in which new windows can be placed, with the correction that its features went through.
    /// </summary>
    /// <exception cref="ArtifactException">A file is missing or damaged; the message names it.</exception>
    public (UmapModel Map, FeatureCorrection Correction, string[] Fields) Map(ReduceSettings settings)
    {
        var windows = WindowFile.Read(Whole(model.Windows));
        var correction = FeatureCorrection.Of(WindowFeatures.Of(windows), settings.Correction);
        var places = new float[2 * windows.Count];
        for (var i = 0; i < windows.Count; i++)
        {
            (places[2 * i], places[(2 * i) + 1]) = (windows.Umap1[i], windows.Umap2[i]);
        }

        var options = ReduceExecutor.OptionsOf(settings);
        return (new(correction.Points, places, LayoutCurve.Fit(options.Spread, options.MinDist), options), correction, windows.Field);
    }

    /// <summary>The other run's clusters.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public GaussianMixture Mixture() => StoredMixture.Read(Whole(model.Mixture));

    /// <summary>How unlike the other run's windows each of these is; see <see cref="NoveltyScale"/>.</summary>
    /// <param name="windows">The windows of this run.</param>
    /// <param name="settings">Block <c>morph.reduce</c>, the same for both runs.</param>
    /// <param name="stop">Stops the search.</param>
    public float[] NoveltyOf(WindowFeatures windows, ReduceSettings settings, CancellationToken stop)
    {
        var (map, correction, fields) = Map(settings);
        return NoveltyScale.Fit(map.Training, fields, stop).Score(FeatureCorrection.Of(windows, settings.Correction, correction.Sphering).Points, stop);
    }

    private ArtifactRecord Bring(ArtifactRecord file)
    {
        var target = directory.AdoptedFile(file);
        var own = file with { Path = directory.Relative(target) };
        if (ArtifactCheck.Check(directory, own) is null)
        {
            return own;
        }

        var from = new RunDirectory(model.Directory);
        if (ArtifactCheck.Check(from, file) is { } damage)
        {
            throw new ArtifactException(
                $"{own.Path} is to be copied from {from.Root}, where {damage.Reason} Put that run back as it was, or assign the images anew with another --out.");
        }

        return AtomicFile.Write(directory, target, stream =>
        {
            using var source = File.OpenRead(from.Absolute(file.Path));
            source.CopyTo(stream);
        });
    }

    private string Whole(ArtifactRecord file)
    {
        var path = directory.AdoptedFile(file);
        return ArtifactCheck.Check(directory, file with { Path = directory.Relative(path) }) is { } damage
            ? throw new ArtifactException($"{damage.Reason} Run 'morph assign' again: it brings the file anew.")
            : path;
    }
}
