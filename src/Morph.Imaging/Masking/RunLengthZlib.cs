using System.Buffers.Binary;

namespace Morph.Imaging.Masking;

/// <summary>
/// A zlib stream (RFC 1950, 1951) of one block with the fixed Huffman codes whose only matches are runs of one byte. Its bytes follow from
/// the data alone, whatever zlib library a machine has, and masks are little but runs.
/// </summary>
internal static class RunLengthZlib
{
    private const int ShortestMatch = 3;
    private const int LongestMatch = 258;
    private const int EndOfBlock = 256;

    // First length of the codes 257 to 284 and their extra bits (RFC 1951, 3.2.5); 285 is 258 itself.
    private static readonly int[] Lengths = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly int[] ExtraBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>Packs bytes.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> data)
    {
        var bits = new BitWriter(data.Length / 4);
        bits.Bytes.AddRange([0x78, 0x01]);
        bits.Write(0b011, 3); // last block, fixed codes
        var at = 0;
        while (at < data.Length)
        {
            Symbol(bits, data[at]);
            var run = data[(at + 1)..].IndexOfAnyExcept(data[at]);
            run = run < 0 ? data.Length - at - 1 : run;
            at++;
            while (run >= ShortestMatch)
            {
                var length = Math.Min(run, LongestMatch);
                Match(bits, length);
                at += length;
                run -= length;
            }
        }

        Symbol(bits, EndOfBlock);
        bits.Flush();
        Span<byte> check = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, Adler32(data));
        bits.Bytes.AddRange(check);
        return [.. bits.Bytes];
    }

    private static void Match(BitWriter bits, int length)
    {
        var code = Array.FindLastIndex(Lengths, first => first <= length);
        Symbol(bits, 257 + code);
        bits.Write(length - Lengths[code], ExtraBits[code]);
        bits.Write(0, 5); // distance 1: the byte before
    }

    private static void Symbol(BitWriter bits, int symbol)
    {
        var (code, length) = symbol switch
        {
            < 144 => (0x30 + symbol, 8),
            < 256 => (0x190 + symbol - 144, 9),
            < 280 => (symbol - 256, 7),
            _ => (0xC0 + symbol - 280, 8),
        };

        // Huffman codes go in high bit first, everything else low bit first.
        for (var i = length - 1; i >= 0; i--)
        {
            bits.Write((code >> i) & 1, 1);
        }
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        const uint modulus = 65521;
        var (a, b) = (1u, 0u);
        foreach (var value in data)
        {
            a = (a + value) % modulus;
            b = (b + a) % modulus;
        }

        return (b << 16) | a;
    }

    private sealed class BitWriter(int capacity)
    {
        private int _held;
        private int _count;

        public List<byte> Bytes { get; } = new(capacity);

        public void Write(int value, int count)
        {
            _held |= value << _count;
            _count += count;
            while (_count >= 8)
            {
                Bytes.Add((byte)_held);
                _held >>= 8;
                _count -= 8;
            }
        }

        public void Flush()
        {
            if (_count > 0)
            {
                Bytes.Add((byte)_held);
            }
        }
    }
}
