using Morph.Domain.Settings;
using static TorchSharp.torch;

namespace Morph.Learning.Networks;

/// <summary>The kind of numbers that convolutions compute with: that of the images they are given.</summary>
internal static class Precision
{
    /// <summary>Images as numbers of the precision that the settings ask for.</summary>
    public static Tensor Narrow(Tensor images, NumberPrecision precision) => precision == NumberPrecision.BFloat16 ? images.to(ScalarType.BFloat16) : images;

    /// <summary>Responses as numbers that sums and losses can be computed with.</summary>
    public static Tensor Widen(Tensor responses) => responses.dtype == ScalarType.BFloat16 ? responses.to(ScalarType.Float32) : responses;
}
