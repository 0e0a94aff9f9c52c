namespace Morph.Analysis.Umap;

/// <summary>
/// When each edge of a graph is drawn: every largest weight / weight epochs, and each time with as many repelling points as have
/// come due at <see cref="UmapOptions.NegativeSampleRate"/> per draw. As umap-learn's epochs_per_sample.
/// </summary>
internal sealed class EdgeSchedule
{
    private readonly double[] _period;
    private readonly double[] _next;
    private readonly double[] _perEpoch;
    private readonly double[] _nextRepulsion;
    private readonly double _share;

    /// <summary>A schedule for the edges of these weights.</summary>
    public EdgeSchedule(float[] weights, int negativeSampleRate)
    {
        double largest = weights.DefaultIfEmpty().Max();
        _share = negativeSampleRate == 0 ? 0 : 1.0 / negativeSampleRate;
        _period = [.. weights.Select(w => largest / w)];
        _next = [.. _period];
        _perEpoch = [.. _period.Select(p => negativeSampleRate / p)];
        _nextRepulsion = [.. _period.Select(p => p * _share)];
    }

    /// <summary>Whether an edge is drawn in an epoch; moves its next draw on if so.</summary>
    public bool Due(int edge, int epoch)
    {
        if (_next[edge] > epoch)
        {
            return false;
        }

        _next[edge] += _period[edge];
        return true;
    }

    /// <summary>Repelling points that have come due for an edge drawn in an epoch.</summary>
    public int Repulsions(int edge, int epoch)
    {
        var count = (int)((epoch - _nextRepulsion[edge]) * _perEpoch[edge]);
        _nextRepulsion[edge] += count * _period[edge] * _share;
        return count;
    }
}
