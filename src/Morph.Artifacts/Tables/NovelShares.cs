namespace Morph.Artifacts.Tables;

/// <summary>The last column of the tables of fields and samples, where these were assigned to another run.</summary>
internal static class NovelShares
{
    /// <summary>Its name, where any row has a share.</summary>
    public static IEnumerable<string> Header(IEnumerable<double?> shares) => shares.Any(s => s is not null) ? [ColumnNames.NovelShare] : [];

    /// <summary>The cell of a row that has one.</summary>
    public static IEnumerable<string> Cell(double? share) => share is { } value ? [Csv.Number(value)] : [];

    /// <summary>The share of a row; null where the table has no such column.</summary>
    public static double? Read(CsvRow row) => row.Columns.Contains(ColumnNames.NovelShare) ? row.Real(ColumnNames.NovelShare) : null;
}
