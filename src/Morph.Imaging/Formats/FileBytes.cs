using Microsoft.Win32.SafeHandles;

namespace Morph.Imaging.Formats;

/// <summary>An open file read at given offsets; reading past its end is said in words a user understands.</summary>
internal sealed class FileBytes : IDisposable
{
    private readonly SafeFileHandle _handle;

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public FileBytes(string path)
    {
        _handle = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_handle);
    }

    /// <summary>Length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>Fills <paramref name="buffer"/> from <paramref name="offset"/>.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void ReadExactly(ulong offset, Span<byte> buffer)
    {
        if (offset > (ulong)Length || (ulong)buffer.Length > (ulong)Length - offset)
        {
            throw Truncated(offset, (ulong)buffer.Length);
        }

        var at = (long)offset;
        while (buffer.Length > 0)
        {
            var read = RandomAccess.Read(_handle, buffer, at);
            if (read == 0)
            {
                throw Truncated(offset, (ulong)buffer.Length);
            }

            buffer = buffer[read..];
            at += read;
        }
    }

    /// <summary>Reads <paramref name="count"/> bytes from <paramref name="offset"/>; allocates only when the file is long enough.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public byte[] ReadExactly(ulong offset, ulong count)
    {
        if (offset > (ulong)Length || count > (ulong)Length - offset || count > (ulong)Array.MaxLength)
        {
            throw Truncated(offset, count);
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)count);
        ReadExactly(offset, bytes);
        return bytes;
    }

    /// <summary>The whole file.</summary>
    /// <exception cref="InvalidDataException">The file is longer than any array.</exception>
    public byte[] ReadAll() => ReadExactly(0, (ulong)Length);

    /// <summary>The first bytes of the file, at most <paramref name="count"/>.</summary>
    public byte[] ReadStart(int count) => ReadExactly(0, (ulong)Math.Min(count, Length));

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private InvalidDataException Truncated(ulong offset, ulong count) =>
        new($"the file is truncated or damaged: it has {Length} bytes, but {count} bytes at position {offset} are needed; copy or export it again");
}
