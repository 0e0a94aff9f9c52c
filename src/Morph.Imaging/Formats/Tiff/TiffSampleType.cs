namespace Morph.Imaging.Formats.Tiff;

/// <summary>What the values of a page mean.</summary>
internal enum TiffMeaning
{
    /// <summary>Intensities, high is bright: gray, RGB, or an ImageJ display table over gray.</summary>
    Intensity,

    /// <summary>Intensities, low is bright.</summary>
    WhiteIsZero,

    /// <summary>Luma and chroma inside JPEG streams; decoded to RGB.</summary>
    YCbCr,
}

/// <summary>Refuses by name the sample types that are no unsigned intensities of 8 or 16 bits.</summary>
internal static class TiffSampleType
{
    private const string Way = "convert it to 8- or 16-bit unsigned gray, for example with ImageJ (Image > Type)";

    /// <summary>Bits of every sample: 8 or 16.</summary>
    /// <exception cref="InvalidDataException">They are of another number or type.</exception>
    public static int BitsOf(TiffDirectory page, int samples)
    {
        var all = page.Has(TiffTag.BitsPerSample) ? page.Numbers(TiffTag.BitsPerSample, samples) : [1];
        var bits = all.Length == 0 ? 0 : all[0];
        if (all.Any(b => b != bits))
        {
            throw new InvalidDataException($"a TIFF whose samples have different numbers of bits ({string.Join(", ", all)}) is not supported; {Way}");
        }

        var format = page.Numbers(TiffTag.SampleFormat, samples);
        var kind = format.Length == 0 ? 1 : format[0];
        if (format.Any(f => f != kind))
        {
            throw new InvalidDataException($"a TIFF whose samples have different types is not supported; {Way}");
        }

        var type = kind switch
        {
            1 or 4 => "unsigned",
            2 => "signed",
            3 => "floating-point",
            5 or 6 => "complex",
            _ => throw new InvalidDataException($"the TIFF file is damaged: there is no sample format {kind}"),
        };
        return (type, bits) is ("unsigned", 8 or 16) ? (int)bits : throw new InvalidDataException($"a TIFF of {bits}-bit {type} values is not supported; {Way}");
    }

    /// <summary>What the values mean.</summary>
    /// <exception cref="InvalidDataException">They are colour numbers, inks, or of another kind that holds no intensities.</exception>
    public static TiffMeaning MeaningOf(TiffDirectory page, int bits, int samples, TiffCompression compression)
    {
        if (page.First(TiffTag.FillOrder, 1) != 1)
        {
            throw new InvalidDataException($"a TIFF with reversed bit order is not supported; {Way}");
        }

        if (compression == TiffCompression.Jpeg && bits != 8)
        {
            throw new InvalidDataException($"{bits}-bit JPEG inside TIFF is not supported; {Way}");
        }

        switch (page.First(TiffTag.Photometric, 1))
        {
            case 0:
                return TiffMeaning.WhiteIsZero;
            case 1:
                return TiffMeaning.Intensity;
            case 2:
                return compression == TiffCompression.Jpeg
                    ? throw new InvalidDataException($"RGB inside JPEG inside TIFF is not supported; {Way}")
                    : TiffMeaning.Intensity;
            case 3 when ImageJDescription.Of(page) is not null && samples == 1:
                // ImageJ stores the display colours of a gray channel as a palette.
                return TiffMeaning.Intensity;
            case 3:
                throw new InvalidDataException($"a TIFF with a palette is not supported: its values are colour numbers, not intensities; {Way}");
            case 5:
                throw new InvalidDataException($"a CMYK TIFF is not supported; {Way}");
            case 6 when compression == TiffCompression.Jpeg && samples == 3:
                return TiffMeaning.YCbCr;
            case 6:
                throw new InvalidDataException($"a YCbCr TIFF without JPEG is not supported; {Way}");
            case var other:
                throw new InvalidDataException($"a TIFF of photometric interpretation {other} is not supported; {Way}");
        }
    }

    /// <summary>Whether differences of neighbours are stored.</summary>
    /// <exception cref="InvalidDataException">The predictor is of another kind.</exception>
    public static bool Differences(TiffDirectory page) => page.First(TiffTag.Predictor, 1) switch
    {
        1 => false,
        2 => true,
        var other => throw new InvalidDataException($"a TIFF with predictor {other} is not supported; {Way}"),
    };
}
