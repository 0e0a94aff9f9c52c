using System.Globalization;

namespace Morph.Imaging.Manifests;

/// <summary>Numbers and lists in sentences.</summary>
internal static class Count
{
    private const int Shown = 5;

    /// <summary>"1 image", "24 images".</summary>
    public static string Of(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>The first five, and how many more.</summary>
    public static string Some(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(Shown)) + (all.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {all.Count - Shown:N0} more") : "");
    }
}
