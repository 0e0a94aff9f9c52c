using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Cli.Planning;

/// <summary>
/// A rough estimate of how long a run takes on a CPU. The rates were measured on two cores with windows of 128 pixels and three channels;
/// work grows with the area of the window (embedding with that of the fields, where windows share their computation), and shrinks with the number of cores up to eight.
/// </summary>
internal static class TimeEstimate
{
    private static readonly NetworkRates s_pooled = new(SecondsPerTrainingCrop: 0.012, WindowsPerSecondApart: 800, EmbeddedMegapixelsPerSecond: 6);
    private static readonly NetworkRates s_reference = new(SecondsPerTrainingCrop: 0.035, WindowsPerSecondApart: 220, EmbeddedMegapixelsPerSecond: 4);

    private const double FieldsReadPerSecond = 20;
    private const double MaskMegapixelsPerSecond = 1.5;
    private const double MappedPerSecond = 1000;
    private const double PicturesPerSecond = 10;
    private const double MeasuredCores = 2;
    private const double MostCores = 8;

    /// <summary>Expected time of each stage on this number of cores.</summary>
    public static IReadOnlyDictionary<Stage, TimeSpan> Of(RunPlan plan, int cores)
    {
        var faster = Math.Clamp(cores, 1, MostCores) / MeasuredCores;
        var area = Math.Pow(plan.Configuration.Settings.Train.Window / 128.0, 2);
        var fieldsPerSample = (double)plan.Fields / plan.Samples.Count;
        var train = plan.Configuration.Settings.Train;
        var rates = train.Network == NetworkForm.Reference ? s_reference : s_pooled;
        var megapixels = (double)plan.Manifest.Height * plan.Manifest.Width * plan.Fields / 1e6;
        return new Dictionary<Stage, TimeSpan>
        {
            [Stage.Load] = Seconds(plan.Fields / FieldsReadPerSecond),
            [Stage.Mask] = Seconds(megapixels / MaskMegapixelsPerSecond),
            [Stage.Train] = Seconds(plan.Steps * plan.SamplesPerStep * fieldsPerSample * area * rates.SecondsPerTrainingCrop),
            [Stage.Embed] = Seconds(train.Border == WindowBorder.Zeros
                ? plan.Windows * area / rates.WindowsPerSecondApart
                : megapixels / rates.EmbeddedMegapixelsPerSecond),
            [Stage.Reduce] = Seconds(plan.Kept / MappedPerSecond),
            [Stage.Cluster] = Seconds(plan.Kept / MappedPerSecond),
            [Stage.Report] = Seconds(plan.Fields / PicturesPerSecond),
        };

        TimeSpan Seconds(double onMeasured) => TimeSpan.FromSeconds(onMeasured / faster);
    }

    private sealed record NetworkRates(double SecondsPerTrainingCrop, double WindowsPerSecondApart, double EmbeddedMegapixelsPerSecond);
}
