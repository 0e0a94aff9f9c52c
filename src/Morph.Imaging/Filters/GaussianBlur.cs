namespace Morph.Imaging.Filters;

/// <summary>Blurs planes in place; beyond the border the nearest pixel goes on.</summary>
internal static class GaussianBlur
{
    /// <summary>Convolves with a Gaussian, cut at three standard deviations.</summary>
    public static void Narrow(float[] plane, int height, int width, double sigma)
    {
        var kernel = Kernel(sigma);
        var buffer = new float[plane.Length];
        Rows(plane, buffer, height, width, kernel);
        Columns(buffer, plane, height, width, kernel);
    }

    /// <summary>Three running means in each direction: near a Gaussian, at a cost that does not grow with its width.</summary>
    public static void Wide(float[] plane, int height, int width, double sigma)
    {
        // A mean over 2r + 1 pixels has variance r (r + 1) / 3; three of them make sigma squared.
        var radius = Math.Max((int)Math.Round((Math.Sqrt(1 + (4 * sigma * sigma)) - 1) / 2), 1);
        var line = new float[Math.Max(height, width)];
        for (var pass = 0; pass < 3; pass++)
        {
            for (var y = 0; y < height; y++)
            {
                RunningMean(plane, y * width, 1, width, radius, line);
            }

            for (var x = 0; x < width; x++)
            {
                RunningMean(plane, x, width, height, radius, line);
            }
        }
    }

    private static float[] Kernel(double sigma)
    {
        var radius = (int)Math.Ceiling(3 * sigma);
        var weights = Enumerable.Range(-radius, (2 * radius) + 1).Select(i => Math.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(w => (float)(w / sum))];
    }

    private static void Rows(float[] source, float[] target, int height, int width, float[] kernel)
    {
        var radius = kernel.Length / 2;
        for (var y = 0; y < height; y++)
        {
            var row = source.AsSpan(y * width, width);
            for (var x = 0; x < width; x++)
            {
                var sum = 0f;
                for (var k = -radius; k <= radius; k++)
                {
                    sum += kernel[k + radius] * row[Math.Clamp(x + k, 0, width - 1)];
                }

                target[(y * width) + x] = sum;
            }
        }
    }

    private static void Columns(float[] source, float[] target, int height, int width, float[] kernel)
    {
        var radius = kernel.Length / 2;
        for (var y = 0; y < height; y++)
        {
            var row = target.AsSpan(y * width, width);
            row.Clear();
            for (var k = -radius; k <= radius; k++)
            {
                var other = source.AsSpan(Math.Clamp(y + k, 0, height - 1) * width, width);
                var weight = kernel[k + radius];
                for (var x = 0; x < width; x++)
                {
                    row[x] += weight * other[x];
                }
            }
        }
    }

    private static void RunningMean(float[] plane, int start, int step, int length, int radius, float[] line)
    {
        for (var i = 0; i < length; i++)
        {
            line[i] = plane[start + (i * step)];
        }

        var sum = 0.0;
        for (var k = -radius; k <= radius; k++)
        {
            sum += line[Math.Clamp(k, 0, length - 1)];
        }

        var scale = 1.0 / ((2 * radius) + 1);
        for (var i = 0; i < length; i++)
        {
            plane[start + (i * step)] = (float)(sum * scale);
            sum += line[Math.Min(i + radius + 1, length - 1)] - line[Math.Max(i - radius, 0)];
        }
    }
}
