using Morph.Domain.Errors;
using Morph.Imaging.Formats.Dib;
using Morph.Imaging.Formats.Jpeg;
using Morph.Imaging.Formats.Png;
using Morph.Imaging.Formats.Tiff;

namespace Morph.Imaging.Formats;

/// <summary>
/// Reads image files: TIFF, PNG, JPEG, BMP, Cellomics and plain DIB, C01. The format is told from the content, never from the name.
/// A file never makes it allocate more than a few bytes for each allowed pixel. Safe for use by several threads at once.
/// </summary>
public sealed class PlaneReader
{
    private const int StartLength = 64;

    // C01 comes last: its magic bytes are the weakest.
    private static readonly IImageFormat[] Formats = [new TiffFormat(), new PngFormat(), new JpegFormat(), new BmpFormat(), new DibFormat(), new C01Format()];

    private readonly PixelBudget _budget;

    /// <summary>Creates a reader.</summary>
    /// <param name="maxPixels">Largest number of pixels one plane may have (<c>morph.load.max-pixels</c>); a file that claims more is refused unread.</param>
    public PlaneReader(long maxPixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPixels, 1);
        _budget = new(maxPixels);
    }

    /// <summary>Reads what the header says: a few hundred bytes of the file.</summary>
    /// <exception cref="ImageException">The file cannot be opened or its header is damaged, absurd or not supported; the message names it.</exception>
    public ImageHeader ReadHeader(string path) => WithFile(path, (format, file) => format.ReadHeader(file, _budget));

    /// <summary>Reads one plane.</summary>
    /// <param name="path">The file.</param>
    /// <param name="page">Which plane, from 0: pages of a multi-page file, samples of a colour image, or both.</param>
    /// <exception cref="ImageException">The file cannot be read, or has no such page; the message names it.</exception>
    public Plane Read(string path, int page) => Read(path, [page])[0];

    /// <summary>Reads several planes of one file, opening it once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pages">Which planes, from 0, in the order wanted.</param>
    /// <exception cref="ImageException">The file cannot be read, or lacks one of the pages; the message names it.</exception>
    public IReadOnlyList<Plane> Read(string path, IReadOnlyList<int> pages) => WithFile(path, (format, file) => format.Read(file, pages, _budget));

    private static T WithFile<T>(string path, Func<IImageFormat, FileBytes, T> read)
    {
        try
        {
            CheckOpenable(path);
            using var file = new FileBytes(path);
            var start = file.ReadStart(StartLength);
            foreach (var format in Formats)
            {
                if (format.Recognises(start))
                {
                    return read(format, file);
                }
            }

            throw new InvalidDataException(
                "its content is not an image that can be read (TIFF, PNG, JPEG, BMP, DIB, C01); export it as 8- or 16-bit TIFF or PNG");
        }
        catch (InvalidDataException wrong)
        {
            throw new ImageException($"{path}: {wrong.Message}.", wrong);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new ImageException($"{path}: permission denied; make the file readable for the user who runs morph.", denied);
        }
        catch (IOException failed)
        {
            throw new ImageException($"{path}: cannot be read: {failed.Message}", failed);
        }
    }

    /// <summary>A pipe would block for ever and a folder answers with a misleading message, so both are told apart before opening.</summary>
    private static void CheckOpenable(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException("this is a folder, not an image file");
        }

        // A link's own length is that of the path it holds.
        var entry = new FileInfo(path);
        var info = entry.Exists ? entry.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? entry : entry;
        if (!info.Exists)
        {
            throw new InvalidDataException("there is no such file");
        }

        if (info.Length == 0)
        {
            throw new InvalidDataException("the file is empty (0 bytes); copy or export it again");
        }
    }
}
