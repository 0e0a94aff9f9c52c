namespace Morph.Imaging.Formats;

/// <summary>What the header of an image file says; the pixels are not read for it.</summary>
/// <param name="Format">Name of the format: "TIFF", "PNG", "JPEG", "BMP", "DIB", "Cellomics DIB", "C01".</param>
/// <param name="Height">Rows H of the first page.</param>
/// <param name="Width">Columns W of the first page.</param>
/// <param name="Frames">Images in the file, one after the other; 1 for all but multi-page formats.</param>
/// <param name="SamplesPerPixel">Values per pixel: 1 for gray, 3 for RGB, 4 for RGB and alpha.</param>
/// <param name="BitsPerSample">Bits of each value: 8 or 16.</param>
public sealed record ImageHeader(string Format, int Height, int Width, int Frames, int SamplesPerPixel, int BitsPerSample)
{
    /// <summary>Planes that can be read: every sample of every frame, frame by frame.</summary>
    public int Pages => Frames * SamplesPerPixel;
}
