using Morph.Analysis;
using Morph.Analysis.Neighbors;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Identity;

namespace Morph.Reporting.Pages;

/// <summary>A field that looks like another.</summary>
/// <param name="Field">The field.</param>
/// <param name="Cosine">Cosine of their mean embeddings, each taken from the mean of all fields: 1 alike, 0 nothing in common, −1 opposite.</param>
internal readonly record struct NearField(FieldRow Field, double Cosine);

/// <summary>
/// The fields that look most like each field: those whose mean embedding points the same way from the mean of all fields. Without that step all
/// embeddings point much the same way, and every cosine would be near 1.
/// </summary>
internal sealed class NearestFields
{
    private const int Most = 5;
    private static readonly string[] Header = [ColumnNames.Sample, ColumnNames.Field, "Rank", "Neighbour_Sample", "Neighbour_Field", "Neighbour_Cluster", "Cosine"];

    private readonly IReadOnlyList<FieldRow> _fields;
    private readonly NearField[][] _nearest;
    private readonly Dictionary<string, int> _places;

    private NearestFields(IReadOnlyList<FieldRow> fields, NearField[][] nearest)
    {
        (_fields, _nearest) = (fields, nearest);
        _places = fields.Select((f, i) => (f.Field, i)).ToDictionary(f => f.Field, f => f.i, StringComparer.Ordinal);
    }

    /// <summary>Compares all fields that have windows.</summary>
    public static NearestFields Of(RunDirectory run, IReadOnlyList<FieldRow> rows)
    {
        var means = WindowFile.ReadFieldMeans(run.WindowsFile);
        FieldRow[] fields = [.. rows.Where(f => means.ContainsKey((f.Sample, f.Field)))];
        if (fields.Length < 2)
        {
            return new(fields, [.. fields.Select(_ => Array.Empty<NearField>())]);
        }

        var directions = Directions([.. fields.Select(f => means[(f.Sample, f.Field)])]);
        var table = new ExactNeighborSearch(directions).Search(directions, Math.Min(Most + 1, fields.Length));
        return new(fields, [.. fields.Select((_, i) => Enumerable.Range(0, table.Neighbors)
            .Select(n => (Field: table.IndicesOf(i)[n], Distance: (double)table.DistancesOf(i)[n]))
            .Where(n => n.Field != i)
            .Take(Most)
            .Select(n => new NearField(fields[n.Field], 1 - (n.Distance * n.Distance / 2)))
            .ToArray())]);
    }

    /// <summary>The fields nearest to a field, the nearest first.</summary>
    public IReadOnlyList<NearField> Of(FieldRow field) => _places.TryGetValue(field.Field, out var at) ? _nearest[at] : [];

    /// <summary>Writes <c>report/neighbours.csv</c>.</summary>
    public ArtifactRecord Write(RunDirectory run) => AtomicFile.Write(run, run.NeighborsFile, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        Csv.WriteRow(writer, Header);
        for (var i = 0; i < _fields.Count; i++)
        {
            foreach (var (near, rank) in _nearest[i].Select((n, rank) => (n, rank)))
            {
                Csv.WriteRow(writer,
                [
                    _fields[i].Sample, _fields[i].Field, Csv.Number(rank + 1),
                    near.Field.Sample, near.Field.Field, Csv.Number(near.Field.Cluster), Csv.Number((float)near.Cosine),
                ]);
            }
        }
    });

    // Unit vectors: their squared distance is 2 - 2 cos, so the nearest are those of the largest cosine.
    private static Points Directions(IReadOnlyList<float[]> means)
    {
        var d = means[0].Length;
        var values = new float[means.Count * d];
        for (var j = 0; j < d; j++)
        {
            var middle = means.Average(m => (double)m[j]);
            for (var i = 0; i < means.Count; i++)
            {
                values[(i * d) + j] = (float)(means[i][j] - middle);
            }
        }

        for (var i = 0; i < means.Count; i++)
        {
            var row = values.AsSpan(i * d, d);
            var norm = 0.0;
            foreach (var value in row)
            {
                norm += (double)value * value;
            }

            for (var j = 0; j < d && norm > 0; j++)
            {
                row[j] = (float)(row[j] / Math.Sqrt(norm));
            }
        }

        return new(values, d);
    }
}
