using System.Buffers.Binary;
using Morph.Imaging.Formats;

namespace Morph.Imaging.Simulate;

/// <summary>The bytes of one plane's file.</summary>
internal static class PlaneFileWriter
{
    /// <summary>Encodes a plane in the format and depth of the options.</summary>
    /// <param name="options">Format, depth and size.</param>
    /// <param name="pixels">H x W values.</param>
    public static byte[] Encode(SimulationOptions options, ReadOnlySpan<ushort> pixels)
    {
        var (height, width) = (options.Height, options.Width);
        return (options.Format, options.BitDepth) switch
        {
            (SimulatedFormat.Png, 8) => PngWriter.Encode(height, width, Narrow(pixels)),
            (SimulatedFormat.Png, _) => PngWriter.Encode(height, width, pixels),
            (_, 8) => TiffWriter.Encode(height, width, 8, Narrow(pixels)),
            _ => TiffWriter.Encode(height, width, 16, LittleEndian(pixels)),
        };
    }

    private static byte[] Narrow(ReadOnlySpan<ushort> pixels)
    {
        var narrow = new byte[pixels.Length];
        for (var i = 0; i < narrow.Length; i++)
        {
            narrow[i] = (byte)pixels[i];
        }

        return narrow;
    }

    private static byte[] LittleEndian(ReadOnlySpan<ushort> pixels)
    {
        var bytes = new byte[2 * pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), pixels[i]);
        }

        return bytes;
    }
}
