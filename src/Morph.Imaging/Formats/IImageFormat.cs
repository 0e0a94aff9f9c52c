namespace Morph.Imaging.Formats;

/// <summary>
/// A file format, recognised by content. Implementations hold no state. What is wrong with a file is an
/// <see cref="InvalidDataException"/> that says so without naming the file: <see cref="PlaneReader"/> adds the name.
/// </summary>
internal interface IImageFormat
{
    /// <summary>Whether the first bytes of a file (up to 64) are of this format.</summary>
    bool Recognises(ReadOnlySpan<byte> start);

    /// <summary>Reads what the header says, with as few bytes as possible.</summary>
    /// <exception cref="InvalidDataException">The header is damaged, absurd, or of a kind that is not supported.</exception>
    ImageHeader ReadHeader(FileBytes file, PixelBudget budget);

    /// <summary>Reads planes.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="pages">Which planes, from 0: sample s of frame f is f x samples + s.</param>
    /// <param name="budget">What may be allocated.</param>
    /// <exception cref="InvalidDataException">The file is damaged, truncated, or of a kind that is not supported; or there is no such page.</exception>
    Plane[] Read(FileBytes file, IReadOnlyList<int> pages, PixelBudget budget);
}
