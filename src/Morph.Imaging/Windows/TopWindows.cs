namespace Morph.Imaging.Windows;

/// <summary>Which windows of a field are reduced and clustered.</summary>
public static class TopWindows
{
    /// <summary>
    /// Indices of the highest fractions, ascending; of equal fractions the one with the lower index comes first. All indices if there are
    /// no more than <paramref name="top"/>.
    /// </summary>
    /// <param name="fractions">Foreground fraction of each window.</param>
    /// <param name="top">How many are wanted, 0 or more.</param>
    public static int[] Select(IReadOnlyList<float> fractions, int top)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        return [.. Enumerable.Range(0, fractions.Count).OrderByDescending(i => fractions[i]).ThenBy(i => i).Take(top).Order()];
    }
}
