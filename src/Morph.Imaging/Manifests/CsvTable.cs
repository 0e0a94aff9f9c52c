using System.Collections.Immutable;
using System.Text;

namespace Morph.Imaging.Manifests;

/// <summary>
/// A table read strictly by RFC 4180: quotes, doubled quotes, line breaks in quotes, LF or CRLF, a byte order mark. Empty lines are
/// skipped; a row with another number of cells than the header is a problem. Where the header has no comma, ';' or a tab separates.
/// All values stay text, so leading zeros stay.
/// </summary>
internal sealed class CsvTable
{
    private CsvTable(string name, ImmutableArray<string> columns, ImmutableArray<CsvRow> rows) => (Name, Columns, Rows) = (name, columns, rows);

    /// <summary>File name, for messages.</summary>
    public string Name { get; }

    /// <summary>Column names, trimmed.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>All whole rows, in file order.</summary>
    public ImmutableArray<CsvRow> Rows { get; }

    /// <summary>Reads a table; what is wrong with it goes to <paramref name="problems"/>. Null if nothing can be made of it.</summary>
    public static CsvTable? Read(string path, ManifestProblems problems)
    {
        var name = Path.GetFileName(path);
        string text;
        try
        {
            text = Decode(File.ReadAllBytes(path));
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"There is no table {path}: check the name given to --samples.");
            return null;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The table {path} cannot be read: {wrong.Message}");
            return null;
        }

        return Parse(name, text, problems);
    }

    /// <summary>Makes a table of a file's text.</summary>
    public static CsvTable? Parse(string name, string text, ManifestProblems problems)
    {
        var records = Records(name, text, problems);
        if (records.Count == 0)
        {
            problems.Add($"The table {name} is empty: it needs a row of column names and one row for each field.");
            return null;
        }

        var columns = records[0].Cells.Select(c => c.Trim()).ToImmutableArray();
        foreach (var twice in columns.Where(c => c.Length > 0).GroupBy(c => c, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            problems.Add($"{name}: there are {twice.Count()} columns '{twice.Key}': rename or delete all but one.");
        }

        foreach (var ragged in records.Skip(1).Where(r => r.Cells.Length != columns.Length))
        {
            problems.Add($"{name}, row {ragged.Number}: {ragged.Cells.Length} cells, but the header has {columns.Length}: check for a missing or an unquoted separator.");
        }

        return new(name, columns, [.. records.Skip(1).Where(r => r.Cells.Length == columns.Length)]);
    }

    /// <summary>Index of the first column with one of the names, whatever their case; -1 if there is none.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                if (string.Equals(Columns[i], name, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    private static string Decode(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith(Encoding.Unicode.Preamble) || bytes.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            using var reader = new StreamReader(new MemoryStream(bytes), Encoding.Unicode, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            // Older spreadsheet programs write the letters of western Europe (and the micro sign) as single bytes.
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static List<CsvRow> Records(string name, string text, ManifestProblems problems)
    {
        var header = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length);
        var separator = header.Contains(',') ? ',' : header.Contains(';') ? ';' : header.Contains('\t') ? '\t' : ',';
        var records = new List<CsvRow>();
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (line, first, at) = (1, 1, 0);
        while (at < text.Length)
        {
            if (text[at] == '"' && cell.Length == 0)
            {
                at = ReadQuoted(text, at + 1, cell, ref line);
                if (at < 0)
                {
                    problems.Add($"{name}, row {first}: a quote is opened and never closed.");
                    return records;
                }

                if (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'))
                {
                    problems.Add($"{name}, row {first}: text follows a closing quote; write a quote inside quotes twice.");
                    return records;
                }
            }
            else if (text[at] == separator)
            {
                cells.Add(cell.ToString());
                cell.Clear();
                at++;
            }
            else if (text[at] is '\r' or '\n')
            {
                at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                EndRecord(records, cells, cell, first);
                first = ++line;
            }
            else
            {
                cell.Append(text[at++]);
            }
        }

        EndRecord(records, cells, cell, first);
        return records;
    }

    private static int ReadQuoted(string text, int at, StringBuilder cell, ref int line)
    {
        while (at < text.Length)
        {
            if (text[at] != '"')
            {
                line += text[at] == '\n' ? 1 : 0;
                cell.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at += 2;
            }
            else
            {
                return at + 1;
            }
        }

        return -1;
    }

    private static void EndRecord(List<CsvRow> records, List<string> cells, StringBuilder cell, int number)
    {
        cells.Add(cell.ToString());
        cell.Clear();
        if (cells.Any(c => !string.IsNullOrWhiteSpace(c)))
        {
            records.Add(new(number, [.. cells]));
        }

        cells.Clear();
    }
}

/// <summary>One row of a table.</summary>
/// <param name="Number">Row as a spreadsheet counts it: the header is row 1.</param>
/// <param name="Cells">Its values.</param>
internal sealed record CsvRow(int Number, ImmutableArray<string> Cells);
