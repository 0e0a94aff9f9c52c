using static TorchSharp.torch;

namespace Morph.Learning.Training;

/// <summary>The crops of M fields as tensors on the training's device; lives in the dispose scope it was made in.</summary>
/// <param name="Images">M x C x side x side, normalised; with <see cref="Networks.Architecture.Margin"/> pixels more on each side where surroundings are seen.</param>
/// <param name="Foreground">M x (side / 8)^2 booleans, row-major over the local representation's grid.</param>
/// <param name="Sample">M whole numbers: the sample of each field.</param>
/// <param name="Field">M whole numbers: the index of each field in its sample.</param>
public sealed record Batch(Tensor Images, Tensor Foreground, Tensor Sample, Tensor Field)
{
    /// <summary>The numbers of the foreground locations, counted over the locations of all fields.</summary>
    internal Tensor ForegroundLocations() => Foreground.flatten().nonzero().squeeze(1);

    /// <summary>The field, in 0 to M - 1, of each of some locations.</summary>
    internal Tensor FieldOf(Tensor locations) => locations.floor_divide(Foreground.shape[1]);
}
