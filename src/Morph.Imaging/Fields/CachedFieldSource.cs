using Morph.Domain.Manifests;
using Morph.Domain.Pixels;

namespace Morph.Imaging.Fields;

/// <summary>
/// Keeps the fields used last in memory, up to a number of bytes. Safe for use by several threads at once; two that ask for the same field
/// at the same time may both read it.
/// </summary>
/// <param name="inner">Reads what is not kept.</param>
/// <param name="maxBytes">Bytes of pixels and masks that may be kept; 0 keeps nothing.</param>
public sealed class CachedFieldSource(IFieldSource inner, long maxBytes) : IFieldSource
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Sample, string Field, bool Mask), LinkedListNode<Kept>> _byKey = [];
    private readonly LinkedList<Kept> _newestFirst = [];

    /// <summary>Bytes kept now; never above the limit.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public FieldImage ReadImage(FieldEntry field) =>
        (FieldImage)Get((field.Sample, field.Field, false), () => inner.ReadImage(field) is var image ? (image, 2L * image.Pixels.Length) : default);

    /// <inheritdoc/>
    public FieldMask ReadMask(FieldEntry field) =>
        (FieldMask)Get((field.Sample, field.Field, true), () => inner.ReadMask(field) is var mask ? (mask, mask.Foreground.LongLength) : default);

    private object Get((string Sample, string Field, bool Mask) key, Func<(object Value, long Bytes)> read)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var kept))
            {
                _newestFirst.Remove(kept);
                _newestFirst.AddFirst(kept);
                return kept.Value.Content;
            }
        }

        var (value, bytes) = read();
        lock (_lock)
        {
            if (bytes <= maxBytes && !_byKey.ContainsKey(key))
            {
                _byKey[key] = _newestFirst.AddFirst(new Kept(key, value, bytes));
                Bytes += bytes;
                while (Bytes > maxBytes)
                {
                    var oldest = _newestFirst.Last!.Value;
                    _newestFirst.RemoveLast();
                    _byKey.Remove(oldest.Key);
                    Bytes -= oldest.Bytes;
                }
            }
        }

        return value;
    }

    private sealed record Kept((string Sample, string Field, bool Mask) Key, object Content, long Bytes);
}
