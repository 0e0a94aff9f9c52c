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

    /// <summary>Probability of the window's cluster under the mixture, 0 to 1.</summary>
    public const string ClusterProbability = "Metadata_Cluster_Probability";

    /// <summary>1 for a window that looks like nothing else in its set, else 0.</summary>
    public const string Outlier = "Metadata_Outlier";

    /// <summary>How far the window lies from all others, in robust standard deviations of its set.</summary>
    public const string OutlierScore = "Metadata_Outlier_Score";

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

    /// <summary>Number of the cluster with the next most windows; -1 where all windows lie in one.</summary>
    public const string Second = "Second";

    /// <summary>Share of the windows that lie in <see cref="Second"/>, 0 to 1/2.</summary>
    public const string SecondShare = "Second_Share";

    /// <summary>"true" where <see cref="Cluster"/> has a clear majority of the windows, else "false".</summary>
    public const string Certain = "Certain";

    /// <summary>Number of windows that are outliers.</summary>
    public const string Outliers = "Outliers";

    /// <summary>Distance to the nearest window of the run that windows were assigned to; above 1 it is unlike anything there.</summary>
    public const string Novelty = "Novelty";

    /// <summary>Share of the windows that are unlike anything in the run that they were assigned to, 0 to 1.</summary>
    public const string NovelShare = "Novel_Share";

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        Sample, Field, Y, X, ForegroundFraction, Model, Set, ClusterProbability, Outlier, OutlierScore, Windows, Fields,
    };

    /// <summary>A feature's column: "Morph_000" and on.</summary>
    public static string Feature(int index) => string.Create(CultureInfo.InvariantCulture, $"Morph_{index:000}");

    /// <summary>The column of the probability of one cluster: "Membership_00" and on.</summary>
    public static string Membership(int cluster) => string.Create(CultureInfo.InvariantCulture, $"Membership_{cluster:00}");

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
