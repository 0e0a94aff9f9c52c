using System.Globalization;

namespace Morph.Artifacts.Tables;

/// <summary>
/// The names of columns. Everything that is not a feature starts with "Metadata_", so profiling tools load the tables unchanged.
/// </summary>
public static class ColumnNames
{
    /// <summary>Prefix of everything that is not a feature.</summary>
    public const string MetadataPrefix = "Metadata_";

    /// <summary>Sample.</summary>
    public const string Sample = "Metadata_Sample";

    /// <summary>Field.</summary>
    public const string Field = "Metadata_Field";

    /// <summary>Row of the window's top-left corner, in pixels.</summary>
    public const string Y = "Metadata_Y";

    /// <summary>Column of the window's top-left corner, in pixels.</summary>
    public const string X = "Metadata_X";

    /// <summary>Share of foreground pixels, 0 to 1.</summary>
    public const string ForegroundFraction = "Metadata_Foreground_Fraction";

    /// <summary>Short digest of the model.</summary>
    public const string Model = "Metadata_Model";

    /// <summary>"train" or "test".</summary>
    public const string Set = "Metadata_Set";

    /// <summary>Number of windows.</summary>
    public const string Windows = "Metadata_Windows";

    /// <summary>Number of fields.</summary>
    public const string Fields = "Metadata_Fields";

    /// <summary>First coordinate of the map.</summary>
    public const string Umap1 = "UMAP_1";

    /// <summary>Second coordinate of the map.</summary>
    public const string Umap2 = "UMAP_2";

    /// <summary>Number of the cluster, from 0.</summary>
    public const string Cluster = "Cluster";

    /// <summary>Share of the windows that lie in the cluster named beside it, 0 to 1.</summary>
    public const string Share = "Share";

    /// <summary>Distance to the nearest window of the run that windows were assigned to; above 1 it is unlike anything there.</summary>
    public const string Novelty = "Novelty";

    /// <summary>Share of the windows that are unlike anything in the run that they were assigned to, 0 to 1.</summary>
    public const string NovelShare = "Novel_Share";

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        Sample, Field, Y, X, ForegroundFraction, Model, Set, Windows, Fields,
    };

    /// <summary>A feature's column: "Morph_000" and on.</summary>
    public static string Feature(int index) => string.Create(CultureInfo.InvariantCulture, $"Morph_{index:000}");

    /// <summary>
    /// The column of a further key of the image table ("Plate" gives "Metadata_Plate"). A key that would hide a column of this
    /// program ("Set", "X") gets "_Input" added.
    /// </summary>
    public static string Metadata(string key)
    {
        var name = MetadataPrefix + key;
        return Own.Contains(name) ? name + "_Input" : name;
    }
}
