namespace Morph.Imaging.Formats;

/// <summary>Checks page numbers against what a file has.</summary>
internal static class PageNumbers
{
    /// <summary>Refuses pages that a file does not have.</summary>
    /// <exception cref="InvalidDataException">There is no such page.</exception>
    public static void Check(IReadOnlyList<int> pages, int available)
    {
        foreach (var page in pages)
        {
            if (page < 0 || page >= available)
            {
                throw new InvalidDataException($"page {page + 1} is asked for, but the file has {available}");
            }
        }
    }
}
