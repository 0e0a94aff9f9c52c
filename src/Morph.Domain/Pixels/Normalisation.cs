namespace Morph.Domain.Pixels;

/// <summary>Per-channel mean and standard deviation of the training samples' pixels; kept in the checkpoint.</summary>
/// <param name="Mean">One mean per channel.</param>
/// <param name="StandardDeviation">One standard deviation per channel, always above 0.</param>
public sealed record Normalisation(IReadOnlyList<double> Mean, IReadOnlyList<double> StandardDeviation)
{
    /// <summary>Figures from summed moments; a constant channel gets a standard deviation of 1, so it maps to 0.</summary>
    public static Normalisation From(IReadOnlyList<ChannelMoments> channels) =>
        new([.. channels.Select(c => c.Mean)], [.. channels.Select(c => c.StandardDeviation is > 0 and var s ? s : 1.0)]);
}
