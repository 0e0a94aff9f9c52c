using System.Runtime.InteropServices;
using SkiaSharp;

namespace Morph.Imaging.Formats.Jpeg;

/// <summary>Decodes a JPEG stream with Skia's libjpeg-turbo; an incomplete stream is an error, not a half-gray picture.</summary>
internal static class JpegDecoder
{
    /// <summary>The samples of all pixels, interleaved: H x W x <see cref="JpegHeader.Components"/>; colour as RGB.</summary>
    /// <exception cref="InvalidDataException">The stream is damaged or truncated.</exception>
    public static byte[] Decode(byte[] stream, JpegHeader header)
    {
        using var data = SKData.CreateCopy(stream);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg || codec.Info.Width != header.Width || codec.Info.Height != header.Height)
        {
            throw new InvalidDataException("the JPEG data is damaged: its header cannot be read; copy or export it again");
        }

        var gray = header.Components == 1;
        var info = new SKImageInfo(header.Width, header.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        var raw = new byte[info.BytesSize64];
        var pin = GCHandle.Alloc(raw, GCHandleType.Pinned);
        try
        {
            var result = codec.GetPixels(info, pin.AddrOfPinnedObject());
            if (result != SKCodecResult.Success)
            {
                throw new InvalidDataException($"the JPEG data is {(result == SKCodecResult.IncompleteInput ? "truncated" : "damaged")}; copy or export it again");
            }
        }
        finally
        {
            pin.Free();
        }

        return gray ? raw : DropAlpha(raw);
    }

    private static byte[] DropAlpha(byte[] rgba)
    {
        var rgb = new byte[rgba.Length / 4 * 3];
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
        {
            rgb[to] = rgba[from];
            rgb[to + 1] = rgba[from + 1];
            rgb[to + 2] = rgba[from + 2];
        }

        return rgb;
    }
}
