namespace Morph.Imaging.Manifests;

/// <summary>Names under which further columns are kept.</summary>
internal static class MetadataName
{
    private const string Prefix = "Metadata_";
    private const string Database = "Image_";
    private static readonly string[] WrittenByMorph = ["Sample", "Field", "Y", "X", "Foreground_Fraction", "Model", "Set"];
    private static readonly string[] Conventional = ["Plate", "Well", "Site"];

    /// <summary>
    /// The column's name without the prefix "Metadata_"; plate, well and site as profiling tools write them. A name that the program's own
    /// tables use gets the prefix "Table_".
    /// </summary>
    public static string Of(string column)
    {
        column = column.StartsWith(Database + Prefix, StringComparison.OrdinalIgnoreCase) ? column[Database.Length..] : column;
        var name = column.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && column.Length > Prefix.Length ? column[Prefix.Length..] : column;
        name = Conventional.FirstOrDefault(c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase)) ?? name;
        return WrittenByMorph.Contains(name, StringComparer.OrdinalIgnoreCase) ? "Table_" + name : name;
    }
}
