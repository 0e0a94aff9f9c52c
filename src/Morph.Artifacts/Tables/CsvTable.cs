using System.Globalization;
using Morph.Domain.Errors;

namespace Morph.Artifacts.Tables;

/// <summary>A small CSV table of this program, read back by column names.</summary>
internal static class CsvTable
{
    /// <summary>Reads all rows of a file.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it and the line.</exception>
    public static IReadOnlyList<T> Read<T>(string path, Func<CsvRow, T> row)
    {
        try
        {
            using var reader = new StreamReader(path);
            using var rows = Csv.ReadRows(reader).GetEnumerator();
            if (!rows.MoveNext())
            {
                throw new FormatException("it is empty.");
            }

            var header = rows.Current;
            var read = new List<T>();
            while (rows.MoveNext())
            {
                read.Add(row(new CsvRow(header, rows.Current, read.Count + 2)));
            }

            return read;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactException($"{path} is missing. Run 'morph run' again: it makes what is missing.", failure);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or IOException)
        {
            throw new ArtifactException($"{path} is damaged: {failure.Message} Run 'morph run' again: it makes damaged files anew.", failure);
        }
    }
}

/// <summary>One row of a table, its cells asked for by column name.</summary>
internal readonly struct CsvRow(string[] header, string[] cells, int line)
{
    /// <summary>Column names in the table's order.</summary>
    public IReadOnlyList<string> Columns => header;

    /// <summary>A text.</summary>
    public string Text(string column)
    {
        var at = Array.IndexOf(header, column);
        return at >= 0 && at < cells.Length ? cells[at] : throw new FormatException($"row {line} has no {column}.");
    }

    /// <summary>A whole number.</summary>
    public int Whole(string column) => Parse<int>(column);

    /// <summary>A whole number that may pass 2^31.</summary>
    public long Long(string column) => Parse<long>(column);

    /// <summary>A number.</summary>
    public double Real(string column) => Parse<double>(column);

    /// <summary>A number, or null for an empty cell.</summary>
    public double? RealOrNone(string column) => Text(column).Length == 0 ? null : Real(column);

    /// <summary>"true" or "false".</summary>
    public bool Truth(string column) => Text(column) switch
    {
        "true" => true,
        "false" => false,
        var other => throw new FormatException($"row {line} has '{other}' as {column}, which is neither true nor false."),
    };

    private T Parse<T>(string column)
        where T : struct, IParsable<T>
    {
        var text = Text(column);
        return T.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"row {line} has '{text}' as {column}, which is no number.");
    }
}
