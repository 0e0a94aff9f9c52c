using Parquet;
using Parquet.Schema;

namespace Morph.Artifacts.Tables;

/// <summary>One column to be written, sliced by row groups.</summary>
internal abstract class ParquetColumn(DataField field)
{
    /// <summary>Name and type in the file's schema.</summary>
    public DataField Field { get; } = field;

    /// <summary>Writes rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/>.</summary>
    public abstract Task Write(ParquetRowGroupWriter group, int start, int count);

    /// <summary>A text column, one text per row.</summary>
    public static ParquetColumn Text(string name, string[] values) => new TextColumn(name, row => values[row]);

    /// <summary>A text column, the same text in every row.</summary>
    public static ParquetColumn Text(string name, string value) => new TextColumn(name, _ => value);

    /// <summary>A column of whole numbers.</summary>
    public static ParquetColumn Whole(string name, int[] values) => new NumberColumn<int>(name, values);

    /// <summary>A column of float32 numbers.</summary>
    public static ParquetColumn Real(string name, float[] values) => new NumberColumn<float>(name, values);

    /// <summary>One column of a row-major table of float32 numbers.</summary>
    public static ParquetColumn Strided(string name, float[] rowMajor, int width, int index) => new StridedColumn(name, rowMajor, width, index);

    private sealed class TextColumn(string name, Func<int, string> value) : ParquetColumn(new DataField<string>(name, nullable: false))
    {
        public override Task Write(ParquetRowGroupWriter group, int start, int count)
        {
            var rows = new string[count];
            for (var i = 0; i < count; i++)
            {
                rows[i] = value(start + i);
            }

            return group.WriteAsync(Field, rows);
        }
    }

    private sealed class NumberColumn<T>(string name, T[] values) : ParquetColumn(new DataField<T>(name))
        where T : struct
    {
        public override Task Write(ParquetRowGroupWriter group, int start, int count) =>
            group.WriteAsync<T>(Field, values.AsMemory(start, count));
    }

    private sealed class StridedColumn(string name, float[] rowMajor, int width, int index) : ParquetColumn(new DataField<float>(name))
    {
        public override Task Write(ParquetRowGroupWriter group, int start, int count)
        {
            var column = new float[count];
            for (var i = 0; i < count; i++)
            {
                column[i] = rowMajor[((start + i) * (long)width) + index];
            }

            return group.WriteAsync<float>(Field, column.AsMemory());
        }
    }
}
