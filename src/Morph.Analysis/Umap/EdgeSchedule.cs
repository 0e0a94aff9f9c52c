namespace Morph.Analysis.Umap;

/// <summary>
/// When each edge of a graph is drawn: every largest weight / weight epochs, and each time with as many repelling points as have
/// come due at <see cref="UmapOptions.NegativeSampleRate"/> per draw. As umap-learn's epochs_per_sample.
/// </summary>
internal sealed class EdgeSchedule
{
    private readonly double[] _period;
    private readonly double[] _next;
    private readonly double[] _nextRepulsion;
    private readonly int _rate;

    /// <summary>A schedule for the edges of <paramref name="graph"/>.</summary>
    public EdgeSchedule(FuzzyGraph graph, int negativeSampleRate)
    {
        double largest = graph.Largest();
        _period = [.. graph.Weights.Select(w => largest / w)];
        _next = [.. _period];
        _rate = negativeSampleRate;
        _nextRepulsion = negativeSampleRate == 0 ? [] : [.. _period.Select(p => p / negativeSampleRate)];
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
        if (_rate == 0)
        {
            return 0;
        }

        var period = _period[edge] / _rate;
        var count = (int)((epoch - _nextRepulsion[edge]) / period);
        _nextRepulsion[edge] += count * period;
        return count;
    }
}
