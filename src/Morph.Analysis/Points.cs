using Morph.Domain.Errors;

namespace Morph.Analysis;

/// <summary>n points of d features each: a row-major n x d table of finite floats that is referred to, not copied.</summary>
public sealed class Points
{
    /// <summary>Refers to a table.</summary>
    /// <param name="values">n x d values, row-major; must not change while the points are used.</param>
    /// <param name="dimensions">Features d per point, at least 1.</param>
    /// <exception cref="ArgumentException">The number of values is not a multiple of <paramref name="dimensions"/>.</exception>
    /// <exception cref="StageException">A value is not finite; the message names its row and column.</exception>
    public Points(ReadOnlyMemory<float> values, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (values.Length % dimensions != 0)
        {
            throw new ArgumentException($"{values.Length} values are no whole number of points of {dimensions} features.", nameof(values));
        }

        var span = values.Span;
        for (var i = 0; i < span.Length; i++)
        {
            if (!float.IsFinite(span[i]))
            {
                throw new StageException(
                    $"Row {i / dimensions}, column {i % dimensions} (counted from 0) is not a finite number; "
                    + "remove such rows, or embed them anew.");
            }
        }

        (Values, Dimensions) = (values, dimensions);
    }

    /// <summary>n x d values, row-major.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>Features d per point.</summary>
    public int Dimensions { get; }

    /// <summary>Number of points n.</summary>
    public int Count => Values.Length / Dimensions;

    /// <summary>The features of one point.</summary>
    public ReadOnlySpan<float> this[int point] => Values.Span.Slice(point * Dimensions, Dimensions);

    /// <summary>A copy of some of the points, in the order given.</summary>
    public Points Rows(IReadOnlyList<int> rows)
    {
        var chosen = new float[rows.Count * Dimensions];
        for (var i = 0; i < rows.Count; i++)
        {
            this[rows[i]].CopyTo(chosen.AsSpan(i * Dimensions));
        }

        return new(chosen, Dimensions);
    }

    /// <summary>The mean of each feature, in double precision: exact for a feature that is the same in all points.</summary>
    /// <exception cref="ArgumentException">There are no points.</exception>
    public double[] Mean()
    {
        if (Count == 0)
        {
            throw new ArgumentException("There are no points to take the mean of.");
        }

        var sums = new double[Dimensions];
        for (var i = 0; i < Count; i++)
        {
            var point = this[i];
            for (var j = 0; j < sums.Length; j++)
            {
                sums[j] += point[j];
            }
        }

        return [.. sums.Select(sum => sum / Count)];
    }

    /// <summary>The mean of the points of each group, in double precision.</summary>
    /// <param name="groupOf">The group of each point, 0 to <paramref name="groups"/> - 1.</param>
    /// <param name="groups">Number of groups; each has at least one point.</param>
    /// <exception cref="ArgumentException">Not one group per point, or a group without points.</exception>
    public Points Means(IReadOnlyList<int> groupOf, int groups)
    {
        var (sums, counts) = (new double[groups * Dimensions], new int[groups]);
        if (groupOf.Count != Count)
        {
            throw new ArgumentException($"One group per point is needed; there are {Count} points and {groupOf.Count} groups.", nameof(groupOf));
        }

        for (var i = 0; i < Count; i++)
        {
            counts[groupOf[i]]++;
            var point = this[i];
            var sum = sums.AsSpan(groupOf[i] * Dimensions, Dimensions);
            for (var j = 0; j < Dimensions; j++)
            {
                sum[j] += point[j];
            }
        }

        return counts.Contains(0)
            ? throw new ArgumentException($"Group {Array.IndexOf(counts, 0)} has no points to take the mean of.", nameof(groupOf))
            : new(sums.Select((sum, at) => (float)(sum / counts[at / Dimensions])).ToArray(), Dimensions);
    }

    /// <summary>Squared Euclidean distance of two points of the same number of features, in double precision.</summary>
    internal static double SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            var difference = (double)left[i] - right[i];
            sum += difference * difference;
        }

        return sum;
    }
}
