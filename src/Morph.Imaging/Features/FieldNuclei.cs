namespace Morph.Imaging.Features;

/// <summary>The nuclei of a field, measured.</summary>
internal sealed class FieldNuclei
{
    private readonly int[] _objectOf;
    private readonly Nucleus[] _nuclei;
    private readonly int _width;

    /// <summary>Finds and measures the nuclei of a field.</summary>
    /// <param name="channels">The signal of each channel, H x W; the first shows nuclei.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public FieldNuclei(IReadOnlyList<float[]> channels, int height, int width)
    {
        _objectOf = NucleusFinder.Find(channels[0], height, width, out var count);
        _width = width;
        var pixels = Enumerable.Range(0, _objectOf.Length).Where(i => _objectOf[i] >= 0).ToLookup(i => _objectOf[i]);
        _nuclei = [.. Enumerable.Range(0, count).Select(n => Measure([.. pixels[n]], channels))];
        _nuclei = [.. _nuclei.Select(n => n with { NearestDistance = Nearest(n) })];
    }

    /// <summary>The nuclei that lie in a window, each with the share of its pixels that do.</summary>
    public IEnumerable<(Nucleus Nucleus, double Share)> In(int top, int left, int side)
    {
        var inside = new Dictionary<int, int>();
        for (var y = top; y < top + side; y++)
        {
            foreach (var found in _objectOf.AsSpan((y * _width) + left, side))
            {
                if (found >= 0)
                {
                    inside[found] = inside.GetValueOrDefault(found) + 1;
                }
            }
        }

        return inside.OrderBy(n => n.Key).Select(n => (_nuclei[n.Key], (double)n.Value / _nuclei[n.Key].Area));
    }

    /// <summary>True where a pixel belongs to a nucleus.</summary>
    public bool Has(int pixel) => _objectOf[pixel] >= 0;

    private Nucleus Measure(int[] pixels, IReadOnlyList<float[]> channels)
    {
        double n = pixels.Length;
        var (y, x) = (pixels.Sum(i => (double)(i / _width)) / n, pixels.Sum(i => (double)(i % _width)) / n);
        double yy = 0, xx = 0, xy = 0;
        foreach (var i in pixels)
        {
            var (dy, dx) = ((i / _width) - y, (i % _width) - x);
            (yy, xx, xy) = (yy + (dy * dy), xx + (dx * dx), xy + (dy * dx));
        }

        // A pixel is a square of variance 1/12, so that no object is infinitely thin.
        var middle = ((yy + xx) / (2 * n)) + (1.0 / 12);
        var apart = Math.Sqrt(Math.Pow((yy - xx) / (2 * n), 2) + Math.Pow(xy / n, 2));
        double[] mean = [.. channels.Select(c => pixels.Sum(i => (double)c[i]) / n)];
        var deviation = Math.Sqrt(pixels.Sum(i => Math.Pow(channels[0][i] - mean[0], 2)) / n);
        return new(pixels.Length, y, x, Math.Sqrt((middle + apart) / (middle - apart)), double.NaN, mean, mean[0] > 0 ? deviation / mean[0] : 0);
    }

    private double Nearest(Nucleus own)
    {
        var least = double.PositiveInfinity;
        foreach (var other in _nuclei)
        {
            var (dy, dx) = (other.Y - own.Y, other.X - own.X);
            least = ReferenceEquals(other, own) ? least : Math.Min(least, (dy * dy) + (dx * dx));
        }

        return double.IsPositiveInfinity(least) ? double.NaN : Math.Sqrt(least);
    }
}
