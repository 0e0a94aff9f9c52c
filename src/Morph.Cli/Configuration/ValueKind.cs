using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Morph.Cli.Configuration;

/// <summary>What values a key may have, how they are read and how they are shown.</summary>
/// <param name="Allowed">The allowed values, for people: "a whole number from 1 to 1000".</param>
/// <param name="Read">Reads a value; null-like failure is <c>(false, default)</c>.</param>
/// <param name="Show">Writes a value as <paramref name="Read"/> reads it.</param>
/// <param name="IsList">Whether the value is a list, given in brackets or separated by commas.</param>
/// <param name="Meant">The right value that a wrong one probably means, or null; left out where there is no telling.</param>
internal sealed record ValueKind<T>(
    string Allowed, Func<string, (bool Ok, T Value)> Read, Func<T, string> Show, bool IsList = false, Func<string, string?>? Meant = null);

/// <summary>The kinds of value that the configuration knows.</summary>
internal static partial class ValueKinds
{
    /// <summary>Any text.</summary>
    public static ValueKind<string> Text { get; } = new("any text", text => (true, text), text => text);

    /// <summary>Empty, or a regular expression that compiles.</summary>
    public static ValueKind<string> Pattern { get; } = new(
        "a regular expression with the named groups field, channel and (if wanted) sample, like (?<sample>[A-Z]\\d+)_(?<field>\\d+)_(?<channel>\\w+)\\.tif",
        text => (Compiles(text), text),
        text => text);

    /// <summary>A list of names.</summary>
    public static ValueKind<ImmutableArray<string>> Names { get; } = new(
        "a list of different names, like DNA,pH3,actin",
        text =>
        {
            var names = text.Split(',', StringSplitOptions.TrimEntries);
            return text.Trim().Length == 0
                ? (true, [])
                : (names.All(n => n.Length > 0) && names.Distinct(StringComparer.Ordinal).Count() == names.Length, [.. names]);
        },
        names => string.Join(',', names),
        IsList: true);

    /// <summary>A time span of a number and one of the units ms, s, m, h.</summary>
    public static ValueKind<TimeSpan> Duration(TimeSpan from, TimeSpan to) => new(
        $"a time from {ShowDuration(from)} to {ShowDuration(to)}, like 30s, 5m or 1h",
        text => ReadDuration(text) is { } span && span >= from && span <= to ? (true, span) : (false, default),
        ShowDuration);

    /// <summary>A whole number in a range, or one of a few words that stand for numbers outside it.</summary>
    public static ValueKind<int> Whole(int from, int to = int.MaxValue, int multipleOf = 1, params (string Word, int Value)[] words) => new(
        $"{(multipleOf > 1 ? $"a multiple of {multipleOf}" : "a whole number")} from {from}"
            + (to == int.MaxValue ? "" : $" to {to}")
            + string.Concat(words.Select((w, i) => (i == words.Length - 1 ? " or " : ", ") + w.Word)),
        text => words.FirstOrDefault(w => w.Word.Equals(text, StringComparison.OrdinalIgnoreCase)) is { Word: not null } word
            ? (true, word.Value)
            : (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= from && number <= to && number % multipleOf == 0, number),
        value => words.FirstOrDefault(w => w.Value == value).Word ?? value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number of 64 bits from a smallest value.</summary>
    public static ValueKind<long> WholeLong(long from) => new(
        $"a whole number from {from}",
        text => (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= from, number),
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number in a range; <paramref name="above"/> leaves the smallest value itself out.</summary>
    public static ValueKind<double> Number(double from, double to = double.PositiveInfinity, bool above = false) => new(
        $"a number {(above ? "above" : "from")} {Show(from)}{(double.IsInfinity(to) ? "" : $"{(above ? ", at most" : " to")} {Show(to)}")}",
        text => (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && (above ? number > from : number >= from) && number <= to, number),
        Show);

    /// <summary>One of the words of an enumeration, in lower case.</summary>
    public static ValueKind<T> Choice<T>()
        where T : struct, Enum => new(
        string.Join(" or ", Enum.GetNames<T>().Select(Words)),
        text => (Enum.TryParse<T>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]), value),
        value => Words(value.ToString()));

    /// <summary>A name in small letters with a hyphen between its words.</summary>
    private static string Words(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(name[i - 1]) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static bool Compiles(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static TimeSpan? ReadDuration(string text)
    {
        var match = DurationForm().Match(text);
        if (!match.Success || !double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var seconds = number * match.Groups[2].Value switch { "ms" => 0.001, "s" => 1, "m" => 60, _ => 3600 };
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static string ShowDuration(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } when span.TotalHours % 1 == 0 => Show(span.TotalHours) + "h",
        { TotalMinutes: > 1 } when span.TotalMinutes % 1 == 0 => Show(span.TotalMinutes) + "m",
        _ => Show(span.TotalSeconds) + "s",
    };

    [GeneratedRegex(@"^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h)\s*$")]
    private static partial Regex DurationForm();
}
