namespace Morph.Imaging.Formats.Tiff;

/// <summary>How the pixels of one page lie in the file: checked, and of a kind that is supported.</summary>
internal sealed record TiffLayout
{
    private const int MaxSamples = 1024;

    /// <summary>Columns W.</summary>
    public required int Width { get; init; }

    /// <summary>Rows H.</summary>
    public required int Height { get; init; }

    /// <summary>Bits of each sample: 8 or 16.</summary>
    public required int Bits { get; init; }

    /// <summary>Samples per pixel.</summary>
    public required int Samples { get; init; }

    /// <summary>Whether each sample is a plane of its own.</summary>
    public required bool Separate { get; init; }

    /// <summary>How strips and tiles are compressed.</summary>
    public required TiffCompression Compression { get; init; }

    /// <summary>Whether differences of neighbours are stored.</summary>
    public required bool Differences { get; init; }

    /// <summary>Whether 0 is white.</summary>
    public required bool Inverted { get; init; }

    /// <summary>Whether the page is made of tiles, not strips.</summary>
    public required bool Tiled { get; init; }

    /// <summary>Columns of a strip or tile.</summary>
    public required int ChunkWidth { get; init; }

    /// <summary>Rows of a strip or tile.</summary>
    public required int ChunkHeight { get; init; }

    /// <summary>Strips or tiles beside each other.</summary>
    public int Across => (int)(((long)Width + ChunkWidth - 1) / ChunkWidth);

    /// <summary>Strips or tiles below each other.</summary>
    public int Down => (int)(((long)Height + ChunkHeight - 1) / ChunkHeight);

    /// <summary>Samples that lie together in a strip or tile.</summary>
    public int SamplesTogether => Separate ? 1 : Samples;

    /// <summary>Bytes of a row of a strip or tile.</summary>
    public long ChunkRowBytes => (long)ChunkWidth * SamplesTogether * (Bits / 8);

    /// <summary>Reads and checks a page's directory.</summary>
    /// <exception cref="InvalidDataException">It is damaged, absurd, or of a kind that is not supported.</exception>
    public static TiffLayout Of(TiffDirectory page, long fileLength, PixelBudget budget)
    {
        if (!page.Has(TiffTag.Width) || !page.Has(TiffTag.Height))
        {
            throw new InvalidDataException("the TIFF file is damaged: a page has no width or height");
        }

        var (width, height) = (page.First(TiffTag.Width, 0), page.First(TiffTag.Height, 0));
        var samples = page.First(TiffTag.SamplesPerPixel, 1);
        if (samples is < 1 or > MaxSamples)
        {
            throw new InvalidDataException($"the TIFF file is damaged: it claims {samples} samples per pixel");
        }

        var compression = TiffCompressions.Of(page.First(TiffTag.Compression, 1));
        var bits = TiffSampleType.BitsOf(page, (int)samples);
        var meaning = TiffSampleType.MeaningOf(page, bits, (int)samples, compression);
        budget.Check(width, height, bits * (int)samples, fileLength, compression.Ratio());

        var separate = samples > 1 && page.First(TiffTag.PlanarConfiguration, 1) == 2;
        if (separate && meaning == TiffMeaning.YCbCr)
        {
            throw new InvalidDataException("luma and chroma in separate planes of a TIFF are not supported; convert it to 8-bit gray");
        }

        var tiled = page.Has(TiffTag.TileWidth) || page.Has(TiffTag.TileOffsets);
        var chunkWidth = tiled ? page.First(TiffTag.TileWidth, 0) : width;
        var chunkHeight = tiled ? page.First(TiffTag.TileLength, 0) : Math.Min(page.First(TiffTag.RowsPerStrip, height), height);
        if (chunkWidth is < 1 or > 1 << 24 || chunkHeight is < 1 or > 1 << 24)
        {
            throw new InvalidDataException($"the TIFF file is damaged: it claims {(tiled ? "tiles" : "strips")} of {chunkWidth} x {chunkHeight} pixels");
        }

        var layout = new TiffLayout
        {
            Width = (int)width,
            Height = (int)height,
            Bits = bits,
            Samples = (int)samples,
            Separate = separate,
            Compression = compression,
            Differences = TiffSampleType.Differences(page),
            Inverted = meaning == TiffMeaning.WhiteIsZero,
            Tiled = tiled,
            ChunkWidth = (int)chunkWidth,
            ChunkHeight = (int)chunkHeight,
        };
        budget.CheckBuffer(layout.ChunkRowBytes * layout.ChunkHeight);
        return layout;
    }
}
