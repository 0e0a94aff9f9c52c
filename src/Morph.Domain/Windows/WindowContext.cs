namespace Morph.Domain.Windows;

/// <summary>
/// Lets what represents a window know its context: half of it stays the window's own, half becomes the mean over the windows around, by their share of foreground. A window
/// of a few cells is ambiguous; the tissue it lies in is less so.
/// </summary>
/// <param name="Reach">Windows that start within so many pixels along both axes are the context, the window itself included; 0 leaves everything as it is.</param>
public sealed record WindowContext(int Reach)
{
    /// <summary>Blends representations of the windows of one field with their context.</summary>
    /// <param name="positions">The windows, no two of them at one place.</param>
    /// <param name="foreground">Foreground share of each window, 0 to 1. A window without any foreground in its context stays as it is.</param>
    /// <param name="rows">One row of D numbers for each window.</param>
    /// <returns>Rows of the same shape.</returns>
    public float[] Blend(IReadOnlyList<WindowPosition> positions, IReadOnlyList<float> foreground, float[] rows)
    {
        if (Reach == 0 || positions.Count == 0)
        {
            return rows;
        }

        var length = rows.Length / positions.Count;
        var blended = new float[rows.Length];
        foreach (var (window, around) in Around(positions))
        {
            Blend(window, around, foreground, rows, blended.AsSpan(window * length, length));
        }

        return blended;
    }

    /// <summary>How densely cells lie around each window of one field: the mean, and the standard deviation, of the foreground's share over the windows of its context, each with the same weight.</summary>
    /// <param name="positions">The windows, no two of them at one place.</param>
    /// <param name="foreground">Foreground share of each window, 0 to 1.</param>
    public (double Mean, double Spread)[] Density(IReadOnlyList<WindowPosition> positions, IReadOnlyList<float> foreground)
    {
        var density = new (double Mean, double Spread)[positions.Count];
        foreach (var (window, around) in Around(positions))
        {
            var shares = around.Select(i => (double)foreground[i]).ToArray();
            var mean = shares.Average();
            density[window] = (mean, Math.Sqrt(shares.Average(s => (s - mean) * (s - mean))));
        }

        return density;
    }

    /// <summary>
    /// Side of the square, in pixels, that spreads over a field as a window with its context does: the square of a side s has the variance s^2 / 12 along an axis, the
    /// context adds half of the variance reach^2 / 3 of its windows' places, which makes sqrt(s^2 + 2 reach^2).
    /// </summary>
    /// <param name="side">Window side in pixels.</param>
    public int Spread(int side) => (int)Math.Round(Math.Sqrt(((double)side * side) + (2.0 * Reach * Reach)));

    /// <summary>Each window with those of its context, line by line and from left to right.</summary>
    private IEnumerable<(int Window, IEnumerable<int> Around)> Around(IReadOnlyList<WindowPosition> positions)
    {
        var lines = Enumerable.Range(0, positions.Count).GroupBy(i => positions[i].Y).OrderBy(l => l.Key)
            .Select(l => (Y: l.Key, Windows: l.OrderBy(i => positions[i].X).ToArray())).ToArray();
        foreach (var line in lines)
        {
            var near = lines.Where(l => Math.Abs(l.Y - line.Y) <= Reach).ToArray();
            foreach (var window in line.Windows)
            {
                var x = positions[window].X;
                yield return (window, near.SelectMany(l => l.Windows.SkipWhile(i => positions[i].X < x - Reach).TakeWhile(i => positions[i].X <= x + Reach)));
            }
        }
    }

    private static void Blend(int window, IEnumerable<int> around, IReadOnlyList<float> foreground, float[] rows, Span<float> target)
    {
        var own = rows.AsSpan(window * target.Length, target.Length);
        var total = 0f;
        foreach (var neighbour in around.Where(i => foreground[i] > 0))
        {
            var row = rows.AsSpan(neighbour * target.Length, target.Length);
            var weight = foreground[neighbour];
            total += weight;
            for (var i = 0; i < target.Length; i++)
            {
                target[i] += weight * row[i];
            }
        }

        for (var i = 0; i < target.Length; i++)
        {
            target[i] = total > 0 ? (own[i] + (target[i] / total)) / 2 : own[i];
        }
    }
}
