namespace Morph.Imaging.Formats;

/// <summary>Takes one sample out of pixels stored sample after sample.</summary>
internal static class Interleaved
{
    /// <summary>Sample number <paramref name="sample"/> of every pixel of 8-bit data.</summary>
    public static ushort[] Sample8(ReadOnlySpan<byte> interleaved, int samples, int sample)
    {
        var pixels = GC.AllocateUninitializedArray<ushort>(interleaved.Length / samples);
        for (int i = 0, from = sample; i < pixels.Length; i++, from += samples)
        {
            pixels[i] = interleaved[from];
        }

        return pixels;
    }
}
