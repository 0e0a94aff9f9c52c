using System.Globalization;
using System.Text;

namespace Morph.Artifacts.Tables;

/// <summary>Comma-separated values after RFC 4180, with '\n' line ends and invariant numbers in their shortest round-trip form.</summary>
public static class Csv
{
    /// <summary>Writes one row.</summary>
    public static void WriteRow(TextWriter output, IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                output.Write(',');
            }

            WriteCell(output, cells[i]);
        }

        output.Write('\n');
    }

    /// <summary>A number that reads back to the same bits.</summary>
    public static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Number(float)"/>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>"true" or "false".</summary>
    public static string Truth(bool value) => value ? "true" : "false";

    /// <summary>Reads all rows; empty lines are left out.</summary>
    /// <exception cref="FormatException">A quoted cell does not end.</exception>
    public static IEnumerable<string[]> ReadRows(TextReader input)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (var next = input.Read(); next >= 0; next = input.Read())
        {
            switch ((char)next)
            {
                case '"':
                    ReadQuoted(input, cell);
                    break;
                case ',':
                    EndCell(cells, cell);
                    break;
                case '\r':
                    break;
                case '\n' when cells.Count == 0 && cell.Length == 0:
                    break;
                case '\n':
                    EndCell(cells, cell);
                    yield return [.. cells];
                    cells.Clear();
                    break;
                default:
                    cell.Append((char)next);
                    break;
            }
        }

        if (cells.Count > 0 || cell.Length > 0)
        {
            EndCell(cells, cell);
            yield return [.. cells];
        }
    }

    /// <summary>The bytes of a table: UTF-8 without a mark, a header and its rows.</summary>
    internal static void Write(Stream output, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        WriteRow(writer, header);
        foreach (var row in rows)
        {
            WriteRow(writer, row);
        }
    }

    private static void WriteCell(TextWriter output, string cell)
    {
        if (cell.AsSpan().IndexOfAny("\",\r\n") < 0)
        {
            output.Write(cell);
            return;
        }

        output.Write('"');
        output.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
        output.Write('"');
    }

    private static void ReadQuoted(TextReader input, StringBuilder cell)
    {
        while (true)
        {
            var next = input.Read();
            if (next < 0)
            {
                throw new FormatException("a quoted cell does not end.");
            }

            if (next != '"')
            {
                cell.Append((char)next);
            }
            else if (input.Peek() == '"')
            {
                cell.Append((char)input.Read());
            }
            else
            {
                return;
            }
        }
    }

    private static void EndCell(List<string> cells, StringBuilder cell)
    {
        cells.Add(cell.ToString());
        cell.Clear();
    }
}
