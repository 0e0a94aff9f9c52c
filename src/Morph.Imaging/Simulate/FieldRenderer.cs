using Morph.Domain.Pixels;
using Morph.Domain.Randomness;

namespace Morph.Imaging.Simulate;

/// <summary>Makes one field: cells, stain, microscope, camera.</summary>
internal static class FieldRenderer
{
    // Point spread in pixels and background in gray levels, by channel: DNA, pH3, actin.
    private static readonly double[] Sigma = [1.15, 1.15, 0.95];
    private static readonly double[] Background = [9, 8, 8];

    /// <summary>Renders a field; it depends on nothing but the arguments.</summary>
    public static SimulatedField Render(SimulationOptions options, int sample, int field)
    {
        var (height, width) = (options.Height, options.Width);
        var phenotype = PhenotypeCatalogue.For(sample);
        var cells = DrawCells(options, sample, field);
        var random = RandomSource.For(options.Seed, "simulate-slide", sample, field);
        var territory = TerritoryMap.Of(cells, height, width);
        float[][] planes = [new float[height * width], new float[height * width], new float[height * width]];
        foreach (var cell in cells)
        {
            foreach (var body in cell.Chromatin)
            {
                ChromatinPainter.Paint(planes[0], planes[1], body, cell.X, cell.Y, width);
            }
        }

        AddDebris(planes[0], planes[1], phenotype, height, width, random);
        ActinPainter.Paint(planes[2], cells, territory, width);

        var optics = new Optics(options.Seed);
        var lamp = 1 + (0.01 * Math.Clamp(random.NextGaussian(), -2, 2));
        var pixels = new ushort[3 * height * width];
        for (var channel = 0; channel < planes.Length; channel++)
        {
            optics.Image(planes[channel], height, width, Sigma[channel], Background[channel], lamp);
            var noise = RandomSource.For(options.Seed, "simulate-noise", sample, field, channel);
            Camera.Expose(planes[channel], options.StepsPerGray, pixels.AsSpan(channel * height * width, height * width), noise);
        }

        return new(
            new FieldImage(planes.Length, height, width, pixels),
            new FieldMask(height, width, Array.ConvertAll(territory.Owner, o => o != TerritoryMap.None)),
            FieldCounts.Of(cells, height, width));
    }

    /// <summary>The cells of a field, without rendering it.</summary>
    public static List<Cell> DrawCells(SimulationOptions options, int sample, int field) => CellLayout.Draw(
        PhenotypeCatalogue.For(sample),
        options.Height,
        options.Width,
        RandomSource.For(options.Seed, "simulate-cells", sample, field));

    /// <summary>A few specks of stained dust, as every well has.</summary>
    private static void AddDebris(float[] dna, float[] ph3, Phenotype phenotype, int height, int width, RandomSource random)
    {
        var count = random.NextInt(4);
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (random.NextDouble() * width, random.NextDouble() * height);
            var radius = 0.6 + (0.9 * random.NextDouble());
            var speck = new ChromatinBody(0, 0, radius, radius, 0, 0.1, 45, 40, 0, 4, 0, random.NextUInt64());
            ChromatinPainter.Paint(dna, ph3, speck with { Dna = speck.Dna * phenotype.StainFactor, Ph3 = speck.Ph3 * phenotype.StainFactor }, x, y, width);
        }
    }
}
