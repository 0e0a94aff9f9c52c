using Morph.Domain.Errors;
using Parquet;
using Parquet.Schema;

namespace Morph.Artifacts.Tables;

/// <summary>
/// Parquet as this program writes it: snappy, required columns, row groups of <see cref="RowsPerGroup"/>; the same columns
/// give the same bytes, since nothing of the clock or the machine goes in. All calls are synchronous: the streams are files.
/// </summary>
internal static class ParquetTable
{
    /// <summary>Rows of a row group: 33 MB of 128 features, so a table of a million rows is read and written a piece at a time.</summary>
    public const int RowsPerGroup = 65_536;

    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Snappy };

    /// <summary>Writes all columns; a table without rows gets one empty row group, so that it still has its schema.</summary>
    public static void Write(
        Stream output, IReadOnlyList<ParquetColumn> columns, int rows, IReadOnlyDictionary<string, string>? metadata = null) =>
        WriteAsync(output, columns, rows, metadata).GetAwaiter().GetResult();

    /// <summary>Opens a file and hands it to <paramref name="read"/>.</summary>
    /// <exception cref="ArtifactException">The file is missing, damaged, or lacks a column; the message names it.</exception>
    public static T Read<T>(string path, Func<ParquetSource, T> read)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            var reader = ParquetReader.CreateAsync(file, null, leaveStreamOpen: true).GetAwaiter().GetResult();
            try
            {
                return read(new ParquetSource(path, reader));
            }
            finally
            {
                reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactException($"{path} is missing. Run 'morph run' again: it makes what is missing.", failure);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            throw new ArtifactException($"{path} is damaged: {failure.Message} Run 'morph run' again: it makes damaged files anew.", failure);
        }
    }

    private static async Task WriteAsync(
        Stream output, IReadOnlyList<ParquetColumn> columns, int rows, IReadOnlyDictionary<string, string>? metadata)
    {
        var schema = new ParquetSchema(columns.Select(c => c.Field));
        await using var writer = await ParquetWriter.CreateAsync(schema, output, Options);
        if (metadata is not null)
        {
            writer.CustomMetadata = metadata;
        }

        var start = 0;
        do
        {
            var count = Math.Min(RowsPerGroup, rows - start);
            using var group = writer.CreateRowGroup();
            foreach (var column in columns)
            {
                await column.Write(group, start, count);
            }

            group.CompleteValidate();
            start += count;
        }
        while (start < rows);
    }

    // What was seen on damaged bytes (see the tests, which damage all parts of a file): exceptions that Parquet.Net declares, some of
    // them internal to it, and those of reading past what is there.
    private static bool IsDamage(Exception failure) =>
        failure.GetType().Assembly == typeof(ParquetReader).Assembly
        || failure is IOException or InvalidDataException or FormatException or ArgumentException or IndexOutOfRangeException
            or OverflowException or NotSupportedException or InvalidOperationException or NullReferenceException or KeyNotFoundException
            or InvalidCastException or DivideByZeroException;
}

/// <summary>An open Parquet file.</summary>
internal sealed class ParquetSource(string path, ParquetReader reader)
{
    /// <summary>Column names in the file's order.</summary>
    public IReadOnlyList<string> Columns { get; } = [.. reader.Schema.DataFields.Select(f => f.Name)];

    /// <summary>Number of row groups.</summary>
    public int Groups => reader.RowGroupCount;

    /// <summary>Number of all rows.</summary>
    public int Rows => checked((int)Enumerable.Range(0, reader.RowGroupCount).Sum(g => reader.RowGroups[g].RowCount));

    /// <summary>The file's key-value pairs.</summary>
    public IReadOnlyDictionary<string, string> Metadata => reader.CustomMetadata;

    /// <summary>Number of rows of a row group.</summary>
    public int RowsOf(int group) => checked((int)reader.RowGroups[group].RowCount);

    /// <summary>A whole text column; equal texts share one string.</summary>
    public string[] Text(string name)
    {
        var values = new string?[Rows];
        Fill(name, values, (group, field, part) => group.ReadAsync(field, part));
        return Shared(values);
    }

    /// <summary>A whole column of numbers.</summary>
    public T[] Numbers<T>(string name)
        where T : struct
    {
        var values = new T[Rows];
        Fill(name, values, (group, field, part) => group.ReadAsync(field, part));
        return values;
    }

    /// <summary>One row group of a text column; equal texts share one string.</summary>
    public string[] Text(string name, int group)
    {
        var values = new string?[RowsOf(group)];
        ReadGroup(name, group, values.AsMemory(), (g, field, part) => g.ReadAsync(field, part));
        return Shared(values);
    }

    /// <summary>One row group of a column of numbers.</summary>
    public T[] Numbers<T>(string name, int group)
        where T : struct
    {
        var values = new T[RowsOf(group)];
        ReadGroup(name, group, values.AsMemory(), (g, field, part) => g.ReadAsync(field, part));
        return values;
    }

    private static string[] Shared(string?[] values)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var shared = new string[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i] ?? "";
            if (!known.TryGetValue(value, out var same))
            {
                known.Add(value, same = value);
            }

            shared[i] = same;
        }

        return shared;
    }

    private void Fill<T>(string name, T[] values, Func<ParquetRowGroupReader, DataField, Memory<T>, ValueTask> read)
    {
        var start = 0;
        for (var group = 0; group < Groups; group++)
        {
            var count = RowsOf(group);
            ReadGroup(name, group, values.AsMemory(start, count), read);
            start += count;
        }
    }

    private void ReadGroup<T>(string name, int group, Memory<T> values, Func<ParquetRowGroupReader, DataField, Memory<T>, ValueTask> read)
    {
        if (values.Length == 0)
        {
            return;
        }

        var field = reader.Schema.DataFields.FirstOrDefault(f => f.Name == name)
            ?? throw new ArtifactException($"{path} has no column {name}. It was not written by this program, or by another version of it.");
        using var rows = reader.OpenRowGroupReader(group);
        read(rows, field, values).AsTask().GetAwaiter().GetResult();
    }
}
