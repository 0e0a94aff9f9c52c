using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Morph.Domain.Identity;

/// <summary>A SHA-256 digest as 64 lower-case hexadecimal digits: the identity of bytes.</summary>
public readonly record struct Digest
{
    private readonly string? _hex;

    private Digest(string hex) => _hex = hex;

    /// <summary>The 64 hexadecimal digits; the empty string for <c>default</c>.</summary>
    public string Hex => _hex ?? "";

    /// <summary>The first 12 digits: enough to name a file or folder, never to prove identity.</summary>
    public string Short => Hex.Length == 0 ? "" : Hex[..12];

    /// <summary>Digest of bytes in memory.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Digest of a stream from its current position to its end.</summary>
    public static Digest Of(Stream stream) => new(Convert.ToHexStringLower(SHA256.HashData(stream)));

    /// <summary>Digest of a file's bytes.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Digest OfFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return Of(stream);
    }

    /// <summary>
    /// Digest of a list of texts. Each is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
    /// </summary>
    public static Digest OfTexts(params IEnumerable<string> parts)
    {
        // In one piece: a hash that grows costs more to make than these few bytes to digest, and a run asks for it for every unit.
        var bytes = new ArrayBufferWriter<byte>(256);
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(4), Encoding.UTF8.GetByteCount(part));
            bytes.Advance(4);
            Encoding.UTF8.GetBytes(part, bytes);
        }

        return Of(bytes.WrittenSpan);
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static Digest Parse(string hex) =>
        hex.Length == 64 && hex.All(char.IsAsciiHexDigit) ? new(hex.ToLowerInvariant()) : throw new FormatException($"'{hex}' is not a SHA-256 digest.");

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
