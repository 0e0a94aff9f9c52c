using System.Globalization;

namespace Morph.Reporting.Drawing;

/// <summary>Maps values to a stretch of a figure.</summary>
/// <param name="From">Value at <paramref name="Start"/>.</param>
/// <param name="To">Value at <paramref name="End"/>; above <paramref name="From"/>.</param>
/// <param name="Start">Place of the lowest value.</param>
/// <param name="End">Place of the highest value.</param>
internal readonly record struct Scale(double From, double To, double Start, double End)
{
    /// <summary>The place of a value.</summary>
    public double At(double value) => Start + ((value - From) / (To - From) * (End - Start));

    /// <summary>Round values inside the range, about <paramref name="count"/> of them.</summary>
    public IReadOnlyList<double> Ticks(int count)
    {
        var step = Step(count);
        var first = Math.Ceiling(From / step);
        var last = Math.Floor(To / step);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
    }

    /// <summary>A tick as text, with the decimals its neighbours need.</summary>
    public string Label(double tick, int count)
    {
        var decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(Step(count)) - 1e-9));
        return Math.Round(tick, decimals).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            .Replace('-', '−');
    }

    private double Step(int count)
    {
        var rough = (To - From) / Math.Max(1, count);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }
}
