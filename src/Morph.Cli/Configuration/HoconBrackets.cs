namespace Morph.Cli.Configuration;

/// <summary>
/// Brackets and quotes of a HOCON text. The parser closes what is open at the end of the file by itself,
/// so a lost bracket would silently move keys into another block.
/// </summary>
internal static class HoconBrackets
{
    /// <summary>The first fault with its line, from 1; null when all is closed.</summary>
    public static (int Line, string Fault)? FirstFault(string text)
    {
        var open = new Stack<(char Bracket, int Line)>();
        var line = 1;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\n':
                    line++;
                    break;
                case '#':
                case '/' when i + 1 < text.Length && text[i + 1] == '/':
                    i = (text.IndexOf('\n', i) is >= 0 and var end ? end : text.Length) - 1;
                    break;
                case '"':
                    var close = EndOfQuote(text, i);
                    if (close < 0)
                    {
                        return (line, "a quote is opened and not closed.");
                    }

                    line += text.AsSpan(i, close - i).Count('\n');
                    i = close;
                    break;
                case '{' or '[':
                    open.Push((text[i], line));
                    break;
                case '}' or ']' when !open.TryPop(out var last) || last.Bracket != (text[i] == '}' ? '{' : '['):
                    return (line, $"'{text[i]}' closes nothing that is open.");
            }
        }

        return open.TryPop(out var left) ? (left.Line, $"'{left.Bracket}' is opened and not closed.") : null;
    }

    private static int EndOfQuote(string text, int start)
    {
        if (string.CompareOrdinal(text, start, "\"\"\"", 0, 3) == 0)
        {
            return text.IndexOf("\"\"\"", start + 3, StringComparison.Ordinal) is >= 0 and var at ? at + 2 : -1;
        }

        for (var i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }
}
