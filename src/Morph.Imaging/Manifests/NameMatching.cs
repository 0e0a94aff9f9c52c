using System.Globalization;
using System.Text;

namespace Morph.Imaging.Manifests;

/// <summary>How names of tables and files find each other.</summary>
internal static class NameMatching
{
    /// <summary>
    /// A key under which the spellings of a well are equal: a1, A1 and A01 all give "A1". Only parts that look like a well (one or two
    /// letters, then one to three digits) change, so "00001" and "1" stay different.
    /// </summary>
    public static string WellKey(string name)
    {
        var key = new StringBuilder(name.Length);
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || !char.IsAsciiLetterOrDigit(name[i]))
            {
                key.Append(NormalPart(name.AsSpan(start, i - start)));
                if (i < name.Length)
                {
                    key.Append(name[i]);
                }

                start = i + 1;
            }
        }

        return key.ToString();
    }

    /// <summary>The candidate nearest to a name, or null when none is near: at most a third of its letters differ (Levenshtein 1966).</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var (best, distance) = ((string?)null, Math.Max(1, name.Length / 3) + 1);
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) < distance && Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant()) is var d && d < distance)
            {
                (best, distance) = (candidate, d);
            }
        }

        return best;
    }

    /// <summary>Orders names as people count: runs of digits by their value, so that 2 comes before 10; all else ordinal.</summary>
    public static int CompareNatural(string a, string b)
    {
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
            {
                var x = DigitRun(a, ref i);
                var y = DigitRun(b, ref j);
                var order = x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.SequenceCompareTo(y);
                if (order != 0)
                {
                    return order;
                }
            }
            else if (a[i] != b[j])
            {
                return a[i].CompareTo(b[j]);
            }
            else
            {
                i++;
                j++;
            }
        }

        return a.Length - i != b.Length - j ? (a.Length - i).CompareTo(b.Length - j) : string.CompareOrdinal(a, b);
    }

    private static string NormalPart(ReadOnlySpan<char> part)
    {
        var letters = 0;
        while (letters < part.Length && char.IsAsciiLetter(part[letters]))
        {
            letters++;
        }

        var digits = part[letters..];
        return letters is 1 or 2 && digits.Length is >= 1 and <= 3 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"{part[..letters].ToString().ToUpperInvariant()}{number}")
            : part.ToString();
    }

    private static ReadOnlySpan<char> DigitRun(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return text.AsSpan(start, at - start).TrimStart('0');
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[b.Length];
    }
}
