using static TorchSharp.torch;

namespace Morph.Learning.Training;

/// <summary>The crops of M fields as tensors on the training's device; lives in the dispose scope it was made in.</summary>
/// <param name="Images">M x C x side x side, normalised.</param>
/// <param name="Foreground">M x (side / 8)^2 booleans, row-major over the local representation's grid.</param>
/// <param name="Sample">M whole numbers: the sample of each field.</param>
/// <param name="Field">M whole numbers: the index of each field in its sample.</param>
public sealed record Batch(Tensor Images, Tensor Foreground, Tensor Sample, Tensor Field);
