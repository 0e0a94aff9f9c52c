using static TorchSharp.torch;

namespace Morph.Learning.Files;

/// <summary>Names of the number types that tensor files hold.</summary>
internal static class TensorTypes
{
    public static string NameOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => "f32",
        ScalarType.Int64 => "i64",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Tensor files hold 32-bit floats and 64-bit integers."),
    };
}
