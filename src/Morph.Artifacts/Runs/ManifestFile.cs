using System.Collections.Immutable;
using System.Text.Json;
using Morph.Artifacts.Files;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;

namespace Morph.Artifacts.Runs;

/// <summary>
/// The image set of a run, so that it goes on from the run directory alone: <c>manifest.json</c> has what all fields share and lists the samples,
/// <c>fields.jsonl</c> has a line for each sample, its fields. Who works on one sample reads one line, whatever the size of the set.
/// </summary>
public static class ManifestFile
{
    private static readonly JsonSerializerOptions s_line = new(RunJson.Options) { WriteIndented = false };

    /// <summary>Writes the image set.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static void Write(RunDirectory run, Manifest manifest)
    {
        var samples = new List<SampleLine>();
        AtomicFile.Write(run, run.FieldsOfSamplesFile, stream =>
        {
            var offset = 0L;
            foreach (var sample in manifest.Fields.GroupBy(f => f.Sample).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var line = JsonSerializer.SerializeToUtf8Bytes(sample.ToImmutableArray(), s_line);
                stream.Write(line);
                stream.WriteByte((byte)'\n');
                samples.Add(new(sample.Key, sample.Count(), Manifest.DigestOf(sample), offset, line.Length));
                offset += line.Length + 1;
            }
        });
        var index = new ManifestIndex(manifest.Root, manifest.Naming, manifest.Channels, manifest.Height, manifest.Width, [.. samples]);
        AtomicFile.Write(run, run.ManifestFile, stream => RunJson.Write(stream, index));
    }

    /// <summary>Reads the whole image set.</summary>
    /// <exception cref="ArtifactException">A file is missing or damaged; the message names it.</exception>
    public static Manifest Read(RunDirectory run)
    {
        var index = ReadIndex(run);
        using var file = Open(run);
        return new(index.Root, index.Naming, index.Channels, index.Height, index.Width, [.. index.Samples.SelectMany(s => ReadLine(run, file, s))]);
    }

    /// <summary>Reads what all fields share, and the list of samples.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static ManifestIndex ReadIndex(RunDirectory run)
    {
        var index = RunJson.Read<ManifestIndex>(run.ManifestFile);
        return index.Samples.IsDefault ? throw Damaged(run.ManifestFile, "it lists no samples.") : index;
    }

    /// <summary>Reads the fields of a sample that the index lists.</summary>
    /// <exception cref="ArtifactException">The file is missing, damaged, or not the one of the index; the message names it.</exception>
    public static ImmutableArray<FieldEntry> ReadSample(RunDirectory run, SampleLine sample)
    {
        using var file = Open(run);
        return ReadLine(run, file, sample);
    }

    private static FileStream Open(RunDirectory run)
    {
        try
        {
            return File.OpenRead(run.FieldsOfSamplesFile);
        }
        catch (IOException failure)
        {
            throw Damaged(run.FieldsOfSamplesFile, failure.Message, failure);
        }
    }

    private static ImmutableArray<FieldEntry> ReadLine(RunDirectory run, FileStream file, SampleLine sample)
    {
        try
        {
            var line = new byte[sample.Length];
            file.Position = sample.Offset;
            file.ReadExactly(line);
            var fields = JsonSerializer.Deserialize<ImmutableArray<FieldEntry>>(line, s_line);
            return !fields.IsDefault && Manifest.DigestOf(fields) == sample.Digest
                ? fields
                : throw Damaged(run.FieldsOfSamplesFile, $"the line of sample {sample.Name} is not the one that was written.");
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            throw Damaged(run.FieldsOfSamplesFile, $"sample {sample.Name}: {failure.Message}", failure);
        }
    }

    private static ArtifactException Damaged(string path, string reason, Exception? cause = null) =>
        new($"{path} is damaged: {reason} Run the same 'morph run' command with the same --out again: it writes the file anew.", cause);
}

/// <summary><c>manifest.json</c>: an image set without its fields.</summary>
/// <param name="Root">Absolute path of the image folder.</param>
/// <param name="Naming">How it was understood, for people.</param>
/// <param name="Channels">Channel names in the order of the planes.</param>
/// <param name="Height">Rows of every field.</param>
/// <param name="Width">Columns of every field.</param>
/// <param name="Samples">All samples in ordinal order.</param>
public sealed record ManifestIndex(
    string Root, string Naming, ImmutableArray<string> Channels, int Height, int Width, ImmutableArray<SampleLine> Samples) : IImageSet
{
    /// <summary>Identity of the image set: that of <see cref="Manifest.Digest"/>.</summary>
    public Digest Digest => Manifest.DigestOf(this, Samples.Select(s => (s.Name, s.Digest)));
}

/// <summary>Where the fields of a sample are in <c>fields.jsonl</c>.</summary>
/// <param name="Name">The sample.</param>
/// <param name="Fields">How many fields it has.</param>
/// <param name="Digest">Their identity.</param>
/// <param name="Offset">First byte of its line.</param>
/// <param name="Length">Bytes of its line without the line end.</param>
public sealed record SampleLine(string Name, int Fields, Digest Digest, long Offset, int Length);
