using System.Collections.Immutable;
using System.Text.Json;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tables;

/// <summary>
/// The embeddings of one field as Parquet: Metadata_Sample, Metadata_Field, further Metadata_* in ordinal order, Metadata_Y, Metadata_X,
/// Metadata_Foreground_Fraction, Metadata_Model, Metadata_Set, then float32 Morph_000 and on. The file's key-value metadata hold the
/// channel order ("morph.channels", a JSON list) and what a file without rows would otherwise not tell.
/// </summary>
public static class EmbeddingFile
{
    private const string ChannelsKey = "morph.channels";
    private const string FieldKey = "morph.field";

    /// <summary>Writes the file of a field at <see cref="RunDirectory.EmbeddingPath"/>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    /// <exception cref="ConfigurationException">The folder cannot be written to.</exception>
    public static ArtifactRecord Write(RunDirectory run, FieldEmbeddings embeddings) =>
        AtomicFile.Write(run, run.EmbeddingPath(embeddings.Model, embeddings.Sample, embeddings.Field), stream => Write(stream, embeddings));

    /// <summary>Writes to a stream.</summary>
    public static void Write(Stream output, FieldEmbeddings embeddings)
    {
        embeddings.CheckShape();
        List<ParquetColumn> columns =
        [
            ParquetColumn.Text(ColumnNames.Sample, embeddings.Sample),
            ParquetColumn.Text(ColumnNames.Field, embeddings.Field),
            .. embeddings.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => ParquetColumn.Text(ColumnNames.Metadata(m.Key), m.Value)),
            ParquetColumn.Whole(ColumnNames.Y, embeddings.Y),
            ParquetColumn.Whole(ColumnNames.X, embeddings.X),
            ParquetColumn.Real(ColumnNames.ForegroundFraction, embeddings.ForegroundFraction),
            ParquetColumn.Text(ColumnNames.Model, embeddings.Model),
            ParquetColumn.Text(ColumnNames.Set, embeddings.Set),
            .. Enumerable.Range(0, embeddings.Dimensions)
                .Select(i => ParquetColumn.Strided(ColumnNames.Feature(i), embeddings.Vectors, embeddings.Dimensions, i)),
        ];
        ParquetTable.Write(output, columns, embeddings.Count, new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ChannelsKey] = JsonSerializer.Serialize(embeddings.Channels),
            [FieldKey] = JsonSerializer.Serialize(
                new FieldFacts(embeddings.Sample, embeddings.Field, embeddings.Metadata, embeddings.Model, embeddings.Set, embeddings.Dimensions)),
        });
    }

    /// <summary>Reads a file back.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static FieldEmbeddings Read(string path) => ParquetTable.Read(path, source =>
    {
        var facts = Facts<FieldFacts>(path, source, FieldKey);
        var count = source.Rows;
        var vectors = new float[count * facts.Dimensions];
        for (var d = 0; d < facts.Dimensions; d++)
        {
            var column = source.Numbers<float>(ColumnNames.Feature(d));
            for (var i = 0; i < count; i++)
            {
                vectors[(i * facts.Dimensions) + d] = column[i];
            }
        }

        return new FieldEmbeddings(
            facts.Sample,
            facts.Field,
            facts.Metadata,
            facts.Model,
            facts.Set,
            Facts<ImmutableArray<string>>(path, source, ChannelsKey),
            source.Numbers<int>(ColumnNames.Y),
            source.Numbers<int>(ColumnNames.X),
            source.Numbers<float>(ColumnNames.ForegroundFraction),
            vectors,
            facts.Dimensions);
    });

    private static T Facts<T>(string path, ParquetSource source, string key)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(source.Metadata.GetValueOrDefault(key) ?? "null")
                ?? throw new ArtifactException($"{path} does not tell its {key}: it is not an embedding file of this program.");
        }
        catch (JsonException failure)
        {
            throw new ArtifactException($"{path} is damaged: its {key} cannot be read. Run 'morph run' again: it makes damaged files anew.", failure);
        }
    }

    private sealed record FieldFacts(
        string Sample, string Field, ImmutableSortedDictionary<string, string> Metadata, string Model, string Set, int Dimensions);
}
