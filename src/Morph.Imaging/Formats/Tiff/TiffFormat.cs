using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Morph.Imaging.Formats.Tiff;

/// <summary>
/// TIFF and BigTIFF of unsigned 8 or 16 bits: either byte order, strips or tiles, stored, LZW, deflate, PackBits or JPEG, differences of
/// neighbours, samples together or apart, several pages; ImageJ stacks whose planes follow each other behind one directory.
/// </summary>
internal sealed class TiffFormat : IImageFormat
{
    /// <inheritdoc/>
    public bool Recognises(ReadOnlySpan<byte> start) => TiffFile.Recognises(start);

    /// <inheritdoc/>
    public ImageHeader ReadHeader(FileBytes file, PixelBudget budget)
    {
        var directories = TiffFile.Directories(file);
        var layout = TiffLayout.Of(directories[0], file.Length, budget);
        var frames = Math.Max(directories.Count, StackedFrames(directories, layout, file));
        return new("TIFF", layout.Height, layout.Width, frames, layout.Samples, layout.Bits);
    }

    /// <inheritdoc/>
    public Plane[] Read(FileBytes file, IReadOnlyList<int> pages, PixelBudget budget)
    {
        var directories = TiffFile.Directories(file);
        var first = TiffLayout.Of(directories[0], file.Length, budget);
        var stacked = StackedFrames(directories, first, file);
        PageNumbers.Check(pages, Math.Max(directories.Count, stacked) * first.Samples);
        var littleEndian = file.ReadStart(1)[0] == 'I';
        var planes = new Plane[pages.Count];
        foreach (var frame in Enumerable.Range(0, pages.Count).GroupBy(i => pages[i] / first.Samples))
        {
            List<int> samples = [.. frame.Select(i => pages[i] % first.Samples)];
            IReadOnlyList<Plane> read = stacked > 1
                ? [ReadStacked(file, directories[0], first, frame.Key, littleEndian)]
                : ReadFrame(file, directories[frame.Key], samples, littleEndian, budget);
            foreach (var (i, at) in frame.Select((i, at) => (i, at)))
            {
                planes[i] = read[Math.Min(at, read.Count - 1)];
            }
        }

        return planes;
    }

    /// <summary>Planes of an ImageJ stack that has one directory only; 0 for all other files.</summary>
    private static int StackedFrames(IReadOnlyList<TiffDirectory> directories, TiffLayout layout, FileBytes file)
    {
        if (directories.Count != 1 || layout.Compression != TiffCompression.None || layout.Tiled || layout.Samples != 1
            || ImageJDescription.Of(directories[0]) is not { Images: > 1 } stack)
        {
            return 0;
        }

        var planeBytes = PlaneBytes(layout);
        var at = (long)directories[0].Numbers(TiffTag.StripOffsets, 1).FirstOrDefault();
        return (file.Length - at) / planeBytes >= stack.Images
            ? stack.Images
            : throw new InvalidDataException($"the TIFF file is truncated: an ImageJ stack of {stack.Images} planes needs {stack.Images * planeBytes} bytes; copy or export it again");
    }

    private static Plane ReadStacked(FileBytes file, TiffDirectory directory, TiffLayout layout, int frame, bool littleEndian)
    {
        var bytes = PlaneBytes(layout);
        var raw = file.ReadExactly(directory.Numbers(TiffTag.StripOffsets, 1)[0] + (ulong)(frame * bytes), (ulong)bytes);
        var pixels = GC.AllocateUninitializedArray<ushort>(layout.Height * layout.Width);
        Place(raw, layout, 0, littleEndian, pixels);
        return Finish(layout, pixels);
    }

    private static long PlaneBytes(TiffLayout layout) => (long)layout.Width * layout.Height * (layout.Bits / 8);

    private static List<Plane> ReadFrame(FileBytes file, TiffDirectory directory, List<int> samples, bool littleEndian, PixelBudget budget)
    {
        var layout = TiffLayout.Of(directory, file.Length, budget);
        if (samples.Max() >= layout.Samples)
        {
            throw new InvalidDataException($"a later page has {layout.Samples} samples per pixel, the first page has more");
        }

        var chunks = new TiffChunks(file, directory, layout);
        var pixels = samples.Select(_ => GC.AllocateUninitializedArray<ushort>(layout.Height * layout.Width)).ToList();
        if (layout.Separate)
        {
            for (var i = 0; i < samples.Count; i++)
            {
                ReadChunks(chunks, layout, samples[i] * layout.Across * layout.Down, [0], [pixels[i]], littleEndian);
            }
        }
        else
        {
            ReadChunks(chunks, layout, 0, samples, pixels, littleEndian);
        }

        return [.. pixels.Select(p => Finish(layout, p))];
    }

    /// <summary>Unpacks all strips or tiles from number <paramref name="first"/> on, and takes samples out of them.</summary>
    private static void ReadChunks(TiffChunks chunks, TiffLayout layout, int first, List<int> samples, List<ushort[]> pixels, bool littleEndian)
    {
        var buffer = new byte[layout.ChunkRowBytes * layout.ChunkHeight];
        for (var row = 0; row < layout.Down; row++)
        {
            // A tile is stored whole, a last strip only as far as the page goes.
            var inside = Math.Min(layout.ChunkHeight, layout.Height - row * layout.ChunkHeight);
            var stored = layout.Tiled ? layout.ChunkHeight : inside;
            for (var column = 0; column < layout.Across; column++)
            {
                chunks.Unpack(first + row * layout.Across + column, stored, buffer);
                if (layout.Differences)
                {
                    TiffDifferences.Undo(buffer, layout, inside, littleEndian);
                }

                var x = column * layout.ChunkWidth;
                var width = Math.Min(layout.ChunkWidth, layout.Width - x);
                for (var y = 0; y < inside; y++)
                {
                    var line = buffer.AsSpan((int)(y * layout.ChunkRowBytes), (int)layout.ChunkRowBytes);
                    for (var i = 0; i < samples.Count; i++)
                    {
                        Place(line, layout, samples[i], littleEndian, pixels[i].AsSpan((row * layout.ChunkHeight + y) * layout.Width + x, width));
                    }
                }
            }
        }
    }

    /// <summary>Takes one sample of each pixel out of bytes in file order.</summary>
    private static void Place(ReadOnlySpan<byte> line, TiffLayout layout, int sample, bool littleEndian, Span<ushort> into)
    {
        var step = layout.SamplesTogether;
        if (layout.Bits == 8)
        {
            for (int x = 0, from = sample; x < into.Length; x++, from += step)
            {
                into[x] = line[from];
            }
        }
        else
        {
            var values = MemoryMarshal.Cast<byte, ushort>(line);
            for (int x = 0, from = sample; x < into.Length; x++, from += step)
            {
                into[x] = littleEndian == BitConverter.IsLittleEndian ? values[from] : BinaryPrimitives.ReverseEndianness(values[from]);
            }
        }
    }

    private static Plane Finish(TiffLayout layout, ushort[] pixels)
    {
        if (layout.Inverted)
        {
            var white = (ushort)((1 << layout.Bits) - 1);
            for (var i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (ushort)(white - pixels[i]);
            }
        }

        return new(layout.Height, layout.Width, layout.Bits, pixels);
    }
}
