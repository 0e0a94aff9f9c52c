namespace Morph.Imaging.Formats.Tiff;

/// <summary>TIFF's LZW (TIFF 6.0, section 13): codes of 9 to 12 bits, high bit first, widened one code early.</summary>
internal static class LzwDecoder
{
    private const int Clear = 256;
    private const int End = 257;
    private const int MaxCodes = 4096;

    /// <summary>Unpacks until <paramref name="into"/> is full or the data ends.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="InvalidDataException">A code is not defined.</exception>
    public static int Decode(ReadOnlySpan<byte> packed, Span<byte> into)
    {
        if (packed.Length >= 2 && packed[0] == 0 && (packed[1] & 1) == 1)
        {
            throw new InvalidDataException("the bit order of very old LZW files is not supported; save the image again");
        }

        // A code's string is a piece of what was already written: where it begins and how long it is.
        Span<int> start = stackalloc int[MaxCodes];
        Span<ushort> length = stackalloc ushort[MaxCodes];
        var (next, width, previous) = (End + 1, 9, -1);
        var (bits, held, written) = (0u, 0, 0);
        var (previousStart, previousLength) = (0, 0);
        for (var at = 0; written < into.Length;)
        {
            while (held < width)
            {
                if (at == packed.Length)
                {
                    return written;
                }

                bits = (bits << 8) | packed[at++];
                held += 8;
            }

            var code = (int)(bits >> (held - width)) & ((1 << width) - 1);
            held -= width;
            if (code == End)
            {
                return written;
            }

            if (code == Clear)
            {
                (next, width, previous) = (End + 1, 9, -1);
                continue;
            }

            int from, count;
            var begin = written;
            if (code < Clear)
            {
                into[written++] = (byte)code;
                count = 1;
            }
            else if (previous >= 0 && code < next)
            {
                (from, count) = (start[code], length[code]);
                written += Copy(into, from, written, count);
            }
            else if (previous >= 0 && code == next && next < MaxCodes)
            {
                (from, count) = (previousStart, previousLength + 1);
                written += Copy(into, from, written, count);
            }
            else
            {
                throw new InvalidDataException($"LZW code {code} is not defined");
            }

            if (previous >= 0 && next < MaxCodes)
            {
                // The previous string and the first byte of this one lie side by side already.
                start[next] = previousStart;
                length[next] = (ushort)(previousLength + 1);
                next++;
                width = next + 1 >= 2048 ? 12 : next + 1 >= 1024 ? 11 : next + 1 >= 512 ? 10 : 9;
            }

            (previous, previousStart, previousLength) = (code, begin, count);
        }

        return written;
    }

    private static int Copy(Span<byte> into, int from, int to, int count)
    {
        count = Math.Min(count, into.Length - to);
        if (from + count <= to)
        {
            into.Slice(from, count).CopyTo(into[to..]);
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                into[to + i] = into[from + i];
            }
        }

        return count;
    }
}
