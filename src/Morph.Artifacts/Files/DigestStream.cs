using System.Security.Cryptography;

namespace Morph.Artifacts.Files;

/// <summary>
/// A forward-only stream that digests what passes to the file below. A failure of the file itself is told apart
/// from a failure of whoever produces the bytes: only the first becomes a <see cref="FileWriteException"/>.
/// Closing it closes nothing: file and hash belong to <see cref="AtomicFile"/>, which still needs them.
/// </summary>
internal sealed class DigestStream(Stream file, IncrementalHash hash) : Stream
{
    private long _length;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (IOException failure)
        {
            throw new FileWriteException(failure);
        }

        hash.AppendData(buffer);
        _length += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>The file under a <see cref="DigestStream"/> took no more bytes; never leaves <see cref="AtomicFile"/>.</summary>
internal sealed class FileWriteException(IOException failure) : Exception(failure.Message, failure)
{
    /// <summary>What the operating system said.</summary>
    public IOException Failure { get; } = failure;
}
