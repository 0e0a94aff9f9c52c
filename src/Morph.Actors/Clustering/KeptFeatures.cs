using Morph.Analysis;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;

namespace Morph.Actors.Clustering;

/// <summary>The features of kept windows, and what the image table says of each.</summary>
/// <param name="Points">n windows as the encoder sees them.</param>
/// <param name="Fields">n fields.</param>
/// <param name="Column">The values of a column of the image table: n texts; null where there is no such column.</param>
public sealed record KeptFeatures(Points Points, string[] Fields, Func<string, string[]?> Column)
{
    /// <summary>The column that every image table has.</summary>
    public const string SampleColumn = "Sample";

    /// <summary>The windows of fields that stand one after another.</summary>
    public static KeptFeatures Of(IReadOnlyList<FieldEmbeddings> fields)
    {
        string[] PerWindow(Func<FieldEmbeddings, string> value) => [.. fields.SelectMany(f => Enumerable.Repeat(value(f), f.Count))];
        var vectors = new float[fields.Sum(f => f.Vectors.Length)];
        var at = 0;
        foreach (var field in fields)
        {
            field.Vectors.CopyTo(vectors, at);
            at += field.Vectors.Length;
        }

        return new(
            new(vectors, fields[0].Dimensions),
            PerWindow(f => f.Field),
            name => name == SampleColumn ? PerWindow(f => f.Sample)
                : fields.Any(f => f.Metadata.ContainsKey(name)) ? PerWindow(f => f.Metadata.GetValueOrDefault(name, ""))
                : null);
    }

    /// <summary>The windows of a table.</summary>
    public static KeptFeatures Of(WindowTable table) => new(
        new(table.Features, table.Dimensions),
        table.Field,
        name => name == SampleColumn ? table.Sample : table.Metadata.GetValueOrDefault(name));

    /// <summary>The values of a column that must be there.</summary>
    /// <exception cref="StageException">There is none.</exception>
    public string[] Require(string column) => Column(column) ?? throw new StageException(
        $"There is no column {column} in the image table, which morph.reduce.correction names: start a run with another configuration and --out.");
}
