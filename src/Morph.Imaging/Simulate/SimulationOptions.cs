using System.Globalization;
using Morph.Domain.Errors;

namespace Morph.Imaging.Simulate;

/// <summary>What to simulate. All but <see cref="Threads"/> decides the pixels.</summary>
/// <param name="Samples">Number of samples, at least 2; sample i shows phenotype i of <see cref="PhenotypeCatalogue"/>.</param>
/// <param name="Fields">Fields per sample, at least 1.</param>
/// <param name="Seed">Seed of every random stream.</param>
/// <param name="Height">Rows of each field, 32 to 8192.</param>
/// <param name="Width">Columns of each field, 32 to 8192.</param>
public sealed record SimulationOptions(int Samples = 14, int Fields = 4, long Seed = 1, int Height = 512, int Width = 512)
{
    private const int SmallestSide = 32;
    private const int LargestSide = 8192;

    /// <summary>Bits per pixel, 8 or 16. A 16-bit pixel is the same picture in steps of 1/64 gray level (a 14-bit camera).</summary>
    public int BitDepth { get; init; } = 8;

    /// <summary>File format of the planes.</summary>
    public SimulatedFormat Format { get; init; } = SimulatedFormat.Png;

    /// <summary>Fields rendered at a time; 0 takes the number of cores. The files do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Channel names in the order of the planes: DNA, pH3, actin.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["DNA", "pH3", "actin"];

    /// <summary>File extension without the dot.</summary>
    public string Extension => Format == SimulatedFormat.Png ? "png" : "tif";

    /// <summary>Factor from gray levels of an 8-bit image to stored values.</summary>
    internal int StepsPerGray => BitDepth == 8 ? 1 : 64;

    /// <summary>Refuses what cannot be simulated.</summary>
    /// <exception cref="ConfigurationException">A figure is out of its range; the message says which and what to give.</exception>
    public void Check()
    {
        Require(Samples >= 2, $"--samples {Samples}: a comparison needs at least 2 samples.");
        Require(Fields >= 1, $"--fields {Fields}: each sample needs at least 1 field.");
        Require((long)Samples * Fields <= 10_000_000, $"{Samples} samples of {Fields} fields are more than 10,000,000 fields: ask for fewer.");
        Require(Height is >= SmallestSide and <= LargestSide, $"height {Height}: give {SmallestSide} to {LargestSide} pixels.");
        Require(Width is >= SmallestSide and <= LargestSide, $"width {Width}: give {SmallestSide} to {LargestSide} pixels.");
        Require(BitDepth is 8 or 16, $"bit depth {BitDepth}: give 8 or 16.");
        Require(Threads >= 0, $"threads {Threads}: give 0 for all cores, or a positive number.");
    }

    private static void Require(bool holds, FormattableString problem)
    {
        if (!holds)
        {
            throw new ConfigurationException(problem.ToString(CultureInfo.InvariantCulture));
        }
    }
}

/// <summary>File format of simulated planes.</summary>
public enum SimulatedFormat
{
    /// <summary>Gray PNG.</summary>
    Png,

    /// <summary>Gray TIFF, one page, deflate.</summary>
    Tif,
}
