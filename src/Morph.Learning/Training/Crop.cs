using Morph.Domain.Pixels;
using Morph.Domain.Randomness;

namespace Morph.Learning.Training;

/// <summary>Which part of a field a step sees, and how it is turned.</summary>
/// <param name="Y">First row.</param>
/// <param name="X">First column.</param>
/// <param name="FlipVertically">Last row first.</param>
/// <param name="FlipHorizontally">Last column first.</param>
internal readonly record struct Crop(int Y, int X, bool FlipVertically, bool FlipHorizontally)
{
    /// <summary>A crop at a random place, each flip with probability 1/2.</summary>
    public static Crop Random(FieldImage image, int side, RandomSource random) =>
        new(random.NextInt(image.Height - side + 1), random.NextInt(image.Width - side + 1), random.NextInt(2) == 1, random.NextInt(2) == 1);

    /// <summary>The crop in the middle of a field, not turned.</summary>
    public static Crop Centre(FieldImage image, int side) => new((image.Height - side) / 2, (image.Width - side) / 2, false, false);
}
