using System.Numerics;
using Morph.Domain.Errors;
using Morph.Domain.Pixels;

namespace Morph.Analysis.Mixture;

/// <summary>
/// The points a mixture is fitted to or applied to: n points of d dimensions, read in small blocks, so that pixels are
/// never copied as a whole to floating point. Always finite.
/// </summary>
public abstract class MixtureData
{
    private protected MixtureData(long count, int dimensions) => (Count, Dimensions) = (count, dimensions);

    /// <summary>Number of points n.</summary>
    public long Count { get; }

    /// <summary>Dimensions d of each point.</summary>
    public int Dimensions { get; }

    /// <summary>Points as n x d doubles, row-major.</summary>
    /// <exception cref="ArgumentException">The number of values is not a multiple of <paramref name="dimensions"/>.</exception>
    /// <exception cref="StageException">A value is not finite; the message names its row and column.</exception>
    public static MixtureData Rows(ReadOnlyMemory<double> values, int dimensions) => new RowMajor<double>(values, dimensions);

    /// <summary>Points as n x d floats, row-major.</summary>
    /// <inheritdoc cref="Rows(ReadOnlyMemory{double}, int)"/>
    public static MixtureData Rows(ReadOnlyMemory<float> values, int dimensions) => new RowMajor<float>(values, dimensions);

    /// <summary>Every pixel of several fields as a point of C channel values, fields in the given order, rows first.</summary>
    /// <exception cref="ArgumentException">There is no field, or the fields differ in their number of channels.</exception>
    public static MixtureData Pixels(IReadOnlyList<FieldImage> fields) => new PixelPlanes(fields);

    /// <summary>
    /// Reads points <paramref name="start"/> and following as columns: dimension j of point i goes to <c>columns[j * stride + i]</c>.
    /// </summary>
    internal abstract void Read(long start, int count, Span<double> columns, int stride);

    private static long CountRows(int length, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        return length % dimensions == 0
            ? length / dimensions
            : throw new ArgumentException($"{length} values are no whole number of points of {dimensions} dimensions.");
    }

    private static StageException NotFinite(int at, int dimensions) => new(
        $"Row {at / dimensions}, column {at % dimensions} (counted from 0) is not a finite number; "
        + "remove such rows before fitting a mixture.");

    private sealed class RowMajor<T> : MixtureData
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ReadOnlyMemory<T> _values;

        public RowMajor(ReadOnlyMemory<T> values, int dimensions)
            : base(CountRows(values.Length, dimensions), dimensions)
        {
            _values = values;
            var span = values.Span;
            for (var i = 0; i < span.Length; i++)
            {
                if (!T.IsFinite(span[i]))
                {
                    throw NotFinite(i, dimensions);
                }
            }
        }

        internal override void Read(long start, int count, Span<double> columns, int stride)
        {
            var rows = _values.Span.Slice((int)start * Dimensions, count * Dimensions);
            for (var j = 0; j < Dimensions; j++)
            {
                var column = columns.Slice(j * stride, count);
                for (var i = 0; i < column.Length; i++)
                {
                    column[i] = double.CreateTruncating(rows[i * Dimensions + j]);
                }
            }
        }
    }

    private sealed class PixelPlanes : MixtureData
    {
        private readonly FieldImage[] _fields;
        private readonly long[] _starts;

        public PixelPlanes(IReadOnlyList<FieldImage> fields)
            : base(fields.Sum(f => (long)f.Height * f.Width), fields.Count == 0 ? 0 : fields[0].Channels)
        {
            if (fields.Count == 0 || fields.Any(f => f.Channels != Dimensions))
            {
                throw new ArgumentException("A mixture needs at least one field, and the same number of channels in all.", nameof(fields));
            }

            _fields = [.. fields];
            _starts = new long[fields.Count];
            for (var f = 1; f < fields.Count; f++)
            {
                _starts[f] = _starts[f - 1] + (long)fields[f - 1].Height * fields[f - 1].Width;
            }
        }

        internal override void Read(long start, int count, Span<double> columns, int stride)
        {
            var field = Array.BinarySearch(_starts, start) is >= 0 and var exact ? exact : ~Array.BinarySearch(_starts, start) - 1;
            for (var done = 0; done < count; field++)
            {
                var image = _fields[field];
                var offset = (int)(start + done - _starts[field]);
                var take = Math.Min(count - done, image.Height * image.Width - offset);
                for (var j = 0; j < Dimensions; j++)
                {
                    var pixels = image.Plane(j).Slice(offset, take);
                    var column = columns.Slice(j * stride + done, take);
                    for (var i = 0; i < column.Length; i++)
                    {
                        column[i] = pixels[i];
                    }
                }

                done += take;
            }
        }
    }
}
