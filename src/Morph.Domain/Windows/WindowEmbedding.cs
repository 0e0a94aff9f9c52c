namespace Morph.Domain.Windows;

/// <summary>
/// Makes the embeddings of a field's windows of what a network says of each. A network that leaves room for it gets the density of cells beside what it learned: the mean
/// and the spread of the foreground around. Cells that clump and cells that lie apart look alike from near, and a network that was trained on
/// other samples need not have learned the difference.
/// </summary>
public static class WindowEmbedding
{
    /// <summary>Numbers of an embedding.</summary>
    public const int Length = 128;

    /// <summary>Numbers that tell the density.</summary>
    public const int DensityLength = 2;

    /// <summary>What the spread of the density counts beside its mean: with 1.5, clumped cells are told from scattered ones better than with 1 (README, measured figures).</summary>
    public const double SpreadWeight = 1.5;

    /// <summary>Numbers that a network learns where the density is told beside them.</summary>
    public const int LearnedLength = Length - DensityLength;

    /// <summary>Embeds the windows of one field.</summary>
    /// <param name="context">What is around a window.</param>
    /// <param name="surroundings">Where the density is measured.</param>
    /// <param name="densityWeight">Weight of the density; learned representations are directions, vectors of length 1, and shares of foreground lie between 0 and 1.</param>
    /// <param name="positions">The windows, no two of them at one place.</param>
    /// <param name="foreground">Foreground share of each window, 0 to 1.</param>
    /// <param name="representations">One row for each window: <see cref="Length"/> numbers, which are blended with their context as they are, or
    /// <see cref="LearnedLength"/>, which are scaled to length 1, blended, and followed by the density.</param>
    /// <returns>One row of <see cref="Length"/> numbers for each window.</returns>
    /// <exception cref="ArgumentException">The rows have another length.</exception>
    public static float[] Of(
        WindowContext context, WindowContext surroundings, double densityWeight, IReadOnlyList<WindowPosition> positions, IReadOnlyList<float> foreground, float[] representations)
    {
        if (representations.Length == positions.Count * Length)
        {
            return context.Blend(positions, foreground, representations);
        }

        if (representations.Length != positions.Count * LearnedLength)
        {
            throw new ArgumentException($"{representations.Length} numbers are no {positions.Count} representations of {Length} or {LearnedLength}.", nameof(representations));
        }

        var learned = context.Blend(positions, foreground, Directions(representations));
        var density = surroundings.Density(positions, foreground);
        var rows = new float[positions.Count * Length];
        for (var i = 0; i < positions.Count; i++)
        {
            var row = rows.AsSpan(i * Length, Length);
            learned.AsSpan(i * LearnedLength, LearnedLength).CopyTo(row);
            (row[^2], row[^1]) = ((float)(densityWeight * density[i].Mean), (float)(SpreadWeight * densityWeight * density[i].Spread));
        }

        return rows;
    }

    /// <summary>Rows scaled to length 1; a row of zeros stays.</summary>
    private static float[] Directions(float[] rows)
    {
        var scaled = new float[rows.Length];
        for (var first = 0; first < rows.Length; first += LearnedLength)
        {
            var square = 0.0;
            foreach (var value in rows.AsSpan(first, LearnedLength))
            {
                square += (double)value * value;
            }

            var scale = square > 0 ? 1 / Math.Sqrt(square) : 0;
            for (var i = first; i < first + LearnedLength; i++)
            {
                scaled[i] = (float)(rows[i] * scale);
            }
        }

        return scaled;
    }
}
