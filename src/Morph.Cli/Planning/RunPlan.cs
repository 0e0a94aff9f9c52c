using Morph.Cli.Configuration;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Settings;
using Morph.Domain.Windows;

namespace Morph.Cli.Planning;

/// <summary>One sample of a plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fields">Its number of fields.</param>
/// <param name="HeldOut">Whether it is kept out of training.</param>
internal sealed record PlannedSample(string Name, int Fields, bool HeldOut);

/// <summary>What a run over an image set would do.</summary>
internal sealed record RunPlan
{
    /// <summary>The image set.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>The configuration.</summary>
    public required RunConfiguration Configuration { get; init; }

    /// <summary>What deserves a look before the run.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Samples in ordinal order; the held-out ones are the last.</summary>
    public required IReadOnlyList<PlannedSample> Samples { get; init; }

    /// <summary>Windows that cover one field.</summary>
    public required int WindowsPerField { get; init; }

    /// <summary>Windows of each field that are mapped and clustered.</summary>
    public required int KeptPerField { get; init; }

    /// <summary>Training steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Samples in one training step.</summary>
    public required int SamplesPerStep { get; init; }

    /// <summary>Fields of the whole set.</summary>
    public int Fields => Manifest.Fields.Length;

    /// <summary>Windows of the whole set.</summary>
    public long Windows => (long)WindowsPerField * Fields;

    /// <summary>Windows mapped and clustered.</summary>
    public long Kept => (long)KeptPerField * Fields;

    /// <summary>Samples trained on.</summary>
    public int Training => Samples.Count(s => !s.HeldOut);

    /// <summary>Plans a run over a checked manifest.</summary>
    /// <param name="manifest">The image set.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="warnings">What reading the set brought up.</param>
    /// <param name="trains">False for images that are assigned to another run: none trains, all are held out.</param>
    /// <exception cref="ConfigurationException">
    /// Fewer than two samples would be left to train on; or the embeddings cannot be corrected as the configuration asks.
    /// </exception>
    public static RunPlan Of(Manifest manifest, RunConfiguration configuration, IReadOnlyList<string> warnings, bool trains = true)
    {
        var settings = configuration.Settings;
        var names = manifest.Samples;
        var training = trains ? TrainingSamples(names.Length, settings.Train) : 0;
        var perField = new WindowGrid(settings.Train.Window, settings.Embed.Stride).Positions(manifest.Height, manifest.Width).Count;
        var fields = manifest.Fields.GroupBy(f => f.Sample).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        CorrectionCheck.Require(manifest, settings.Reduce, Math.Min(perField, settings.Reduce.Top), fits: trains);
        return new()
        {
            Manifest = manifest,
            Configuration = configuration,
            Warnings = [.. warnings, .. OwnWarnings(manifest, settings, perField, trains)],
            Samples = [.. names.Select((name, i) => new PlannedSample(name, fields[name], i >= training))],
            WindowsPerField = perField,
            KeptPerField = Math.Min(perField, settings.Reduce.Top),
            Steps = trains ? settings.Train.StepsOf(training) : 0,
            SamplesPerStep = settings.Train.BatchOf(training),
        };
    }

    private static int TrainingSamples(int samples, TrainSettings train)
    {
        var heldOut = train.HeldOutOf(samples);
        return samples - heldOut >= 2
            ? samples - heldOut
            : throw new ConfigurationException(
                $"morph.train.held-out = {heldOut} leaves {Math.Max(0, samples - heldOut)} of {samples} samples to train on, but training needs two; it can be {samples - 2} at most here.");
    }

    private static IEnumerable<string> OwnWarnings(Manifest manifest, MorphSettings settings, int perField, bool trains)
    {
        if (settings.Embed.Stride > settings.Train.Window)
        {
            yield return $"The stride of {settings.Embed.Stride} is larger than the window of {settings.Train.Window}: parts of every field are in no window.";
        }

        if (trains && perField < settings.Reduce.Top)
        {
            yield return $"Each field has {perField} windows, fewer than the {settings.Reduce.Top} of --top: all of them are used.";
        }

        var single = manifest.Fields.GroupBy(f => f.Sample).Where(g => g.Count() == 1).Select(g => g.Key).Order(StringComparer.Ordinal).ToList();
        if (trains && single.Count > 0)
        {
            yield return $"{single.Count} of {manifest.Samples.Length} samples have one field only ({string.Join(", ", single.Take(5))}{(single.Count > 5 ? ", ..." : "")}): "
                + "their windows are only compared with windows of the same field.";
        }
    }
}
