using Morph.Analysis;
using Morph.Analysis.Batches;
using Morph.Artifacts.Evaluations;
using Morph.Cli.Progress;
using Morph.Domain.Settings;
using Morph.Domain.Windows;
using Morph.Imaging.Features;

namespace Morph.Cli.Evaluating;

/// <summary>What is put side by side: the run's embedding, its corrections, the baselines.</summary>
internal static class RepresentationSet
{
    /// <summary>All representations in the order of tables, the run's first.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="pixels">What was read from their pixels.</param>
    /// <param name="order">What is asked for.</param>
    /// <param name="settings">The run's settings: baselines get the context that its embedding has, and the seed decides the shuffling.</param>
    public static IReadOnlyList<Representation> Of(LabelledWindows windows, PixelFeatures pixels, EvaluationOrder order, MorphSettings settings)
    {
        var embedding = windows.Embedding;
        var context = new WindowContext(settings.Embed.Context);
        var alike = context.Reach > 0 ? ", in the same context as the embedding" : "";
        var all = new List<Representation>
        {
            new(RepresentationNames.Morph, "Morph", $"The run’s embedding as clusters/{(settings.Reduce.Correction.Method == CorrectionMethod.None ? "windows" : "corrected")}.parquet has it, {ProgressText.Count(embedding.Dimensions, "number")} per window.", windows, embedding),
        };
        if (windows.Batch is { } batch)
        {
            all.Add(new(
                RepresentationNames.Standardised, "per batch", $"The same, each number standardised over the windows of its {batch}.", windows,
                BatchCorrection.Standardise(embedding, windows.PerWindow([.. windows.Fields.Select(f => f.Batch)]))));
        }

        if (order.Control is { } control)
        {
            all.Add(new(
                RepresentationNames.Whitened, "whitened", $"The same, whitened on the windows of the control {control}.", windows,
                Sphering.Fit(embedding.Rows([.. ControlWindows(windows, control)])).Apply(embedding)));
        }

        var hand = windows.InContext(pixels.Hand(_ => true), context);
        var density = TellsDensity(settings);
        hand = density ? WithDensity(hand, embedding) : hand;
        all.Add(new(
            RepresentationNames.Hand, "hand features",
            $"{ProgressText.Count(hand.Dimensions, "feature")} measured per window (number of cells, amount of stain, brightness, texture, relations, nuclei{(density ? ", density around" : "")}), standardised, each kind with the same weight{alike}.", windows, hand));
        all.Add(new(
            RepresentationNames.Intensity, "intensity", $"The mean intensity of each channel over the window, above background, and nothing else{alike}.", windows,
            windows.InContext(pixels.Hand(feature => feature.Name.EndsWith('_' + WindowFeatures.Intensity, StringComparison.Ordinal)), context)));
        all.Add(new(
            RepresentationNames.Count, "cell count", $"The number of nuclei in the window, and nothing else{alike}.", windows,
            windows.InContext(pixels.Hand(feature => feature.Name == WindowFeatures.Count), context)));
        all.Add(new(
            RepresentationNames.Untrained, "untrained", $"The run’s network with its initial weights, standardised{alike}: what it sees without having learned.", windows,
            windows.InContext(FeatureScale.Fit(pixels.Untrained).Apply(pixels.Untrained), context)));
        all.Add(new(
            RepresentationNames.Shuffled, "shuffled",
            $"Morph’s embedding against labels shuffled between {(ShuffledLabels.BetweenSamples(windows) ? "samples: fields of a sample keep one label, so what is above chance is the sample showing itself" : "fields: chance")}.",
            windows, embedding, ShuffledLabels.Of(windows, settings.Seed)));
        return all;
    }

    /// <summary>Whether the last numbers of the embedding are the density of cells around, as it was measured.</summary>
    private static bool TellsDensity(MorphSettings settings) =>
        settings is { Train.Network: NetworkForm.Pooled, Embed.DensityWeight: > 0, Reduce.Correction.Method: CorrectionMethod.None };

    /// <summary>Features with the density of cells around as one more kind, so that they are not beaten by what could be measured for them, too.</summary>
    private static Points WithDensity(Points features, Points embedding)
    {
        const int added = WindowEmbedding.DensityLength;
        var density = new float[embedding.Count * added];
        for (var i = 0; i < embedding.Count; i++)
        {
            embedding[i][^added..].CopyTo(density.AsSpan(i * added));
        }

        var scaled = FeatureScale.Fit(new(density, added)).Apply(new(density, added));
        var (length, rows) = (features.Dimensions + added, new float[features.Count * (features.Dimensions + added)]);
        for (var i = 0; i < features.Count; i++)
        {
            features[i].CopyTo(rows.AsSpan(i * length));
            for (var j = 0; j < added; j++)
            {
                rows[(i * length) + features.Dimensions + j] = scaled[i][j] / MathF.Sqrt(added);
            }
        }

        return new(rows, length);
    }

    private static IEnumerable<int> ControlWindows(LabelledWindows windows, string control)
    {
        var label = Array.IndexOf(windows.Labels, control);
        return Enumerable.Range(0, windows.Count).Where(i => windows.Fields[windows.FieldOf[i]].Label == label);
    }
}
