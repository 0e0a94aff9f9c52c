using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using static TorchSharp.torch;

namespace Morph.Learning.Files;

/// <summary>
/// Writes a tensor file: the magic bytes, the format version (u32), the header's length (u32), the header as JSON, the tensors' bytes in the
/// order of the header's table (row-major, little-endian, nothing between), and the SHA-256 of all that precedes it. The same content gives the same bytes.
/// </summary>
internal sealed class TensorFileWriter : IDisposable
{
    /// <summary>The version that is written; all versions from 1 are read.</summary>
    public const uint Version = 1;

    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private TensorFileWriter(Stream stream) => _stream = stream;

    /// <summary>First bytes of every tensor file.</summary>
    public static ReadOnlySpan<byte> Magic => "MorphNet"u8;

    /// <summary>Writes a whole file to a stream, which stays open.</summary>
    public static void Write<T>(Stream stream, string kind, T about, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        var table = tensors.ToList();
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new TensorFileHeader(
                kind,
                JsonSerializer.SerializeToElement(about, TensorFileJson.Options),
                [.. table.Select(t => new TensorEntry(t.Name, TensorTypes.NameOf(t.Value.dtype), [.. t.Value.shape]))]),
            TensorFileJson.Options);

        using var writer = new TensorFileWriter(stream);
        writer.Append(Magic);
        writer.Append(Version);
        writer.Append((uint)header.Length);
        writer.Append(header);
        foreach (var (_, value) in table)
        {
            using var scope = NewDisposeScope();
            writer.Append(value.detach().cpu().contiguous().bytes);
        }

        stream.Write(writer._hash.GetHashAndReset());
        stream.Flush();
    }

    public void Dispose() => _hash.Dispose();

    private void Append(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        Append(bytes);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _stream.Write(bytes);
    }
}
