using System.Collections.Immutable;
using Morph.Domain.Pixels;

namespace Morph.Imaging.Masking;

/// <summary>The foreground of all fields of a sample, and the mixture that told it.</summary>
/// <param name="Masks">One mask per field, in the order given.</param>
/// <param name="ForegroundFraction">Share of foreground pixels in all fields together, 0 to 1.</param>
/// <param name="Foreground">Weight and mean of the component taken for cells; null if all pixels are alike and nothing could be told apart.</param>
/// <param name="Background">Weight and mean of the other component; null likewise.</param>
/// <param name="Iterations">EM iterations; 0 if nothing was fitted.</param>
/// <param name="Converged">Whether EM ended by its tolerance and not by its number of iterations.</param>
public sealed record SampleMask(
    ImmutableArray<FieldMask> Masks,
    double ForegroundFraction,
    MaskComponent? Foreground,
    MaskComponent? Background,
    int Iterations,
    bool Converged);

/// <summary>One of the two components.</summary>
/// <param name="Weight">Its weight, 0 to 1.</param>
/// <param name="Mean">Its mean, one raw pixel value per channel.</param>
public sealed record MaskComponent(double Weight, ImmutableArray<double> Mean);
