namespace Morph.Imaging.Formats;

/// <summary>One plane of unsigned values as stored in a file; bright is high, whatever the file's polarity.</summary>
/// <param name="Height">Rows H.</param>
/// <param name="Width">Columns W.</param>
/// <param name="BitsPerSample">Bits of each value in the file: 8 or 16.</param>
/// <param name="Pixels">H x W values, row-major.</param>
public sealed record Plane(int Height, int Width, int BitsPerSample, ushort[] Pixels);
