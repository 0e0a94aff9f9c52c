namespace Morph.Imaging.Formats.Tiff;

/// <summary>PackBits (TIFF 6.0, section 9): runs and literals of up to 128 bytes.</summary>
internal static class PackBitsDecoder
{
    /// <summary>Unpacks until <paramref name="into"/> is full or the data ends.</summary>
    /// <returns>Bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> packed, Span<byte> into)
    {
        var (at, written) = (0, 0);
        while (at < packed.Length && written < into.Length)
        {
            var control = (sbyte)packed[at++];
            if (control >= 0)
            {
                var count = Math.Min(Math.Min(control + 1, packed.Length - at), into.Length - written);
                packed.Slice(at, count).CopyTo(into[written..]);
                at += count;
                written += count;
            }
            else if (control != -128 && at < packed.Length)
            {
                var count = Math.Min(1 - control, into.Length - written);
                into.Slice(written, count).Fill(packed[at++]);
                written += count;
            }
        }

        return written;
    }
}
