using SkiaSharp;

namespace Morph.Reporting.Drawing;

/// <summary>Bitmaps as PNG and JPEG bytes; the same pixels give the same bytes.</summary>
internal static class Png
{
    /// <summary>Writes a bitmap as PNG.</summary>
    public static void Save(SKBitmap bitmap, Stream output) => output.Write(Bytes(bitmap));

    /// <summary>A bitmap as PNG.</summary>
    public static byte[] Bytes(SKBitmap bitmap) => Encode(bitmap, SKEncodedImageFormat.Png, 100);

    /// <summary>A bitmap as JPEG, for pictures inside the page.</summary>
    public static byte[] Jpeg(SKBitmap bitmap, int quality) => Encode(bitmap, SKEncodedImageFormat.Jpeg, quality);

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format, int quality)
    {
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
