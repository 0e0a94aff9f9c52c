using static TorchSharp.torch;

namespace Morph.Learning.Training;

/// <summary>The crops of M fields in plain memory, made by any thread; torch sees them in <see cref="On"/>.</summary>
/// <param name="Side">Side of a crop with what is seen around it, in pixels.</param>
/// <param name="Channels">Channels of a crop.</param>
/// <param name="Images">M x C x side x side, normalised.</param>
/// <param name="Foreground">M x locations, row-major over the local representation's grid.</param>
/// <param name="Sample">The sample of each field.</param>
/// <param name="Field">The index of each field in its sample.</param>
internal sealed record BatchPixels(int Side, int Channels, float[] Images, bool[] Foreground, long[] Sample, long[] Field)
{
    /// <summary>The crops as tensors on a device, in the dispose scope of the calling thread.</summary>
    public Batch On(Device device) => new(
        tensor(Images, [Sample.Length, Channels, Side, Side], device: device),
        tensor(Foreground, [Sample.Length, Foreground.Length / Sample.Length], device: device),
        tensor(Sample, device: device),
        tensor(Field, device: device));
}
