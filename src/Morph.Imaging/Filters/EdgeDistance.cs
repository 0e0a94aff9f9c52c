namespace Morph.Imaging.Filters;

/// <summary>
/// Distance of each pixel to the nearest pixel of another label. Each label gets its own exact distance transform by the two-pass
/// lower envelope of parabolas (Felzenszwalb and Huttenlocher 2012), restricted to runs of equal labels along the rows.
/// </summary>
internal static class EdgeDistance
{
    /// <summary>Distances in pixels, at least 1; the field's border is not an edge.</summary>
    public static float[] Of(int[] labels, int height, int width)
    {
        var vertical = VerticalSquared(labels, height, width);
        var distance = new float[labels.Length];
        var vertices = new int[width + 2];
        var limits = new double[width + 3];
        var values = new double[width + 2];
        for (var y = 0; y < height; y++)
        {
            var row = y * width;
            for (var start = 0; start < width;)
            {
                var end = start + 1;
                while (end < width && labels[row + end] == labels[row + start])
                {
                    end++;
                }

                Envelope(vertical, distance, row, start, end, width, vertices, limits, values);
                start = end;
            }
        }

        return distance;
    }

    /// <summary>Squared distance to another label along the column; very large where the column holds no other.</summary>
    private static double[] VerticalSquared(int[] labels, int height, int width)
    {
        const double Far = 1e12;
        var squared = new double[labels.Length];
        for (var x = 0; x < width; x++)
        {
            for (var start = 0; start < height;)
            {
                var end = start + 1;
                while (end < height && labels[(end * width) + x] == labels[(start * width) + x])
                {
                    end++;
                }

                for (var y = start; y < end; y++)
                {
                    var above = start == 0 ? Far : (double)(y - start + 1) * (y - start + 1);
                    var below = end == height ? Far : (double)(end - y) * (end - y);
                    squared[(y * width) + x] = Math.Min(above, below);
                }

                start = end;
            }
        }

        return squared;
    }

    /// <summary>
    /// Row pass over one run [start, end): the pixels just outside the run, where there are any, are of another label (value 0).
    /// </summary>
    private static void Envelope(double[] vertical, float[] distance, int row, int start, int end, int width, int[] vertices, double[] limits, double[] values)
    {
        var first = start == 0 ? start : start - 1;
        var last = end == width ? end - 1 : end;
        var count = 0;
        for (var q = first; q <= last; q++)
        {
            var value = q < start || q >= end ? 0 : vertical[row + q];
            var from = double.NegativeInfinity;
            while (count > 0)
            {
                var p = vertices[count - 1];
                from = (value + ((double)q * q) - values[count - 1] - ((double)p * p)) / (2.0 * (q - p));
                if (from > limits[count - 1])
                {
                    break;
                }

                count--;
                from = double.NegativeInfinity;
            }

            (vertices[count], values[count], limits[count]) = (q, value, from);
            count++;
        }

        var k = 0;
        for (var x = start; x < end; x++)
        {
            while (k + 1 < count && limits[k + 1] < x)
            {
                k++;
            }

            var dx = x - vertices[k];
            distance[row + x] = (float)Math.Sqrt(((double)dx * dx) + values[k]);
        }
    }
}
