namespace Morph.Cli.Configuration;

/// <summary>Finds the name that a mistyped one probably means.</summary>
internal static class NearestName
{
    /// <summary>The nearest of the names by edit distance; null when none is near.</summary>
    public static string? Of(string typed, IEnumerable<string> names)
    {
        var nearest = names
            .Select(name => (Name: name, Distance: Distance(typed.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(n => n.Distance)
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .FirstOrDefault((Name: "", Distance: int.MaxValue));
        return nearest.Distance <= Math.Max(2, typed.Length / 3) ? nearest.Name : null;
    }

    /// <summary>The nearest key: one with a slip or two, or else the first whose last word is the same, or else the nearest of all.</summary>
    public static string? OfPath(string typed, IReadOnlyCollection<string> paths)
    {
        var nearest = Of(typed, paths);
        return nearest is not null && Distance(typed, nearest) <= 2 ? nearest : paths.FirstOrDefault(p => LastWord(p) == LastWord(typed)) ?? nearest;
    }

    /// <summary>
    /// Edits (insert, delete, replace, swap of neighbours) between two texts: the optimal string alignment distance.
    /// </summary>
    public static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            cost[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }

    private static string LastWord(string path) => path[(path.LastIndexOf('.') + 1)..];
}
