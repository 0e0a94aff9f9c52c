using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Morph.Domain.Errors;
using static TorchSharp.torch;

namespace Morph.Learning.Files;

/// <summary>A tensor file opened for reading; see <see cref="TensorFileWriter"/> for its layout. Opening checks every byte.</summary>
internal sealed class TensorFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly TensorFileHeader _header;
    private readonly long _firstByte;

    private TensorFile(string path, FileStream stream, TensorFileHeader header) =>
        (_path, _stream, _header, _firstByte) = (path, stream, header, stream.Position);

    /// <summary>Opens a file of a kind and checks it against its digest.</summary>
    /// <exception cref="ArtifactException">It is missing, damaged, of a newer format, or of another kind.</exception>
    public static TensorFile Open(string path, string kind)
    {
        var stream = OpenStream(path, kind);
        try
        {
            var version = CheckBytes(path, stream);
            if (version > TensorFileWriter.Version)
            {
                throw new ArtifactException(
                    $"{path} has format {version}; this program reads formats 1 to {TensorFileWriter.Version}. Use the program that wrote it, or a newer one.");
            }

            var file = new TensorFile(path, stream, ReadHeader(path, stream));
            return file._header.Kind == kind
                ? file
                : throw new ArtifactException($"{path} is a {file._header.Kind}, but a {kind} is needed.");
        }
        catch (ArtifactException)
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The description.</summary>
    /// <exception cref="ArtifactException">It does not have the form of its kind.</exception>
    public T About<T>() => Parse(_path, () => _header.About.Deserialize<T>(TensorFileJson.Options));

    /// <summary>Copies stored tensors into existing ones of the same name, type and shape, on whatever device.</summary>
    /// <exception cref="ArtifactException">A tensor is not in the file, or has another shape there.</exception>
    public void CopyInto(IEnumerable<(string Name, Tensor Value)> targets)
    {
        using var still = no_grad();
        var places = Places();
        foreach (var (name, target) in targets)
        {
            if (!places.TryGetValue(name, out var place)
                || place.Entry.Type != TensorTypes.NameOf(target.dtype)
                || !place.Entry.Shape.SequenceEqual(target.shape))
            {
                throw new ArtifactException(
                    $"{_path} does not fit: {name} should have the shape [{string.Join(", ", target.shape)}]. It was made for other channels or another window.");
            }

            using var scope = NewDisposeScope();
            var values = empty(target.shape, target.dtype);
            _stream.Position = place.Offset;
            _stream.ReadExactly(values.bytes);
            target.copy_(values);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static FileStream OpenStream(string path, string kind)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactException($"The {kind} {path} is missing.", e);
        }
    }

    /// <summary>Compares the content with the digest at its end; returns the format version.</summary>
    private static uint CheckBytes(string path, FileStream stream)
    {
        Span<byte> start = stackalloc byte[TensorFileWriter.Magic.Length + sizeof(uint)];
        if (stream.Length < start.Length + SHA256.HashSizeInBytes || !ReadStart(stream, start))
        {
            throw Damaged(path);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(start);
        var buffer = new byte[1 << 20];
        for (var left = stream.Length - start.Length - SHA256.HashSizeInBytes; left > 0;)
        {
            var read = (int)Math.Min(left, buffer.Length);
            stream.ReadExactly(buffer.AsSpan(0, read));
            hash.AppendData(buffer.AsSpan(0, read));
            left -= read;
        }

        stream.ReadExactly(buffer.AsSpan(0, SHA256.HashSizeInBytes));
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(buffer.AsSpan(0, SHA256.HashSizeInBytes)))
        {
            throw Damaged(path);
        }

        stream.Position = start.Length;
        return BinaryPrimitives.ReadUInt32LittleEndian(start[TensorFileWriter.Magic.Length..]);
    }

    private static bool ReadStart(FileStream stream, Span<byte> start)
    {
        stream.ReadExactly(start);
        return start.StartsWith(TensorFileWriter.Magic);
    }

    private static TensorFileHeader ReadHeader(string path, FileStream stream)
    {
        var bytes = new byte[sizeof(uint)];
        stream.ReadExactly(bytes);
        bytes = new byte[BinaryPrimitives.ReadUInt32LittleEndian(bytes)];
        stream.ReadExactly(bytes);
        return Parse(path, () => JsonSerializer.Deserialize<TensorFileHeader>(bytes, TensorFileJson.Options));
    }

    private static T Parse<T>(string path, Func<T?> read)
    {
        try
        {
            return read() ?? throw Damaged(path);
        }
        catch (JsonException e)
        {
            throw Damaged(path, e);
        }
    }

    private static ArtifactException Damaged(string path, Exception? inner = null) =>
        new($"{path} is damaged: its bytes do not match the digest at its end (cut short, or changed). Delete it; the run makes it again.", inner);

    private Dictionary<string, (TensorEntry Entry, long Offset)> Places()
    {
        var places = new Dictionary<string, (TensorEntry, long)>(StringComparer.Ordinal);
        var offset = _firstByte;
        foreach (var entry in _header.Tensors)
        {
            places.Add(entry.Name, (entry, offset));
            offset += entry.Shape.Aggregate(entry.Type == "i64" ? 8L : 4L, (size, length) => size * length);
        }

        return places;
    }
}
