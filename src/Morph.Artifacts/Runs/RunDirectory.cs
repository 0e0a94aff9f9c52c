using Morph.Artifacts.Files;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;

namespace Morph.Artifacts.Runs;

/// <summary>
/// Where everything of a run lies. Paths of results carry the digest (or its short form) of what decided them, so a changed
/// parameter or input never meets an old result.
/// </summary>
/// <param name="root">The run directory; need not exist.</param>
public sealed class RunDirectory(string root)
{
    private const int LongestName = 120;

    /// <summary>Room that must be free for a run to begin: its ledger's tables and its records take most of it before there is any result.</summary>
    private const int LeastRoom = 1 << 20;

    /// <summary>Absolute path of the directory.</summary>
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Settings, versions, host and the state of the stages.</summary>
    public string RunFile => Under("run.json");

    /// <summary>The image set as it was understood, without its fields.</summary>
    public string ManifestFile => Under("manifest.json");

    /// <summary>The fields of the image set, a line for each sample.</summary>
    public string FieldsOfSamplesFile => Under("fields.jsonl");

    /// <summary>Counts, times, quality and failures for people.</summary>
    public string SummaryFile => Under("summary.md");

    /// <summary>The ledger of a single machine (SQLite).</summary>
    public string JournalFile => Under("journal.db");

    /// <summary>Warnings and errors of all executions, for people.</summary>
    public string LogFile => Under("morph.log");

    /// <summary>What was given up, with reasons; always there, with a header at least.</summary>
    public string QuarantineFile => Under("quarantine.csv");

    /// <summary>Held while a process works in this directory.</summary>
    public string LockFile => Under(".lock");

    /// <summary>Folder of the masks.</summary>
    public string MasksFolder => Under("masks");

    /// <summary>Folder of the clustering's tables.</summary>
    public string ClustersFolder => Under("clusters");

    /// <summary>One row per kept window.</summary>
    public string WindowsFile => Under("clusters", "windows.parquet");

    /// <summary>One row per field.</summary>
    public string FieldsFile => Under("clusters", "fields.csv");

    /// <summary>One row per sample.</summary>
    public string SamplesFile => Under("clusters", "samples.csv");

    /// <summary>Quality figures of the clustering.</summary>
    public string MetricsFile => Under("clusters", "metrics.json");

    /// <summary>The information criterion by number of clusters.</summary>
    public string BicFile => Under("clusters", "bic.csv");

    /// <summary>The probability of every cluster for each kept window; only where the clusters are not too many.</summary>
    public string MembershipsFile => Under("clusters", "memberships.parquet");

    /// <summary>The mixture that made the clusters.</summary>
    public string MixtureFile => Under("clusters", "mixture.json");

    /// <summary>The kept windows with the features that the map was made of; only where those were corrected.</summary>
    public string CorrectedFile => Under("clusters", "corrected.parquet");

    /// <summary>Folder of the page and its pictures.</summary>
    public string ReportFolder => Under("report");

    /// <summary>The page.</summary>
    public string ReportPage => Under("report", "index.html");

    /// <summary>The fields that look most like each field.</summary>
    public string NeighborsFile => Under("report", "neighbours.csv");

    /// <summary>Folder of the marks of what is at work; empty or missing when nothing is.</summary>
    public string WorkFolder => Under("work");

    /// <summary>The copy of a file of another run that this run has adopted.</summary>
    /// <param name="file">The file in the other run's directory.</param>
    public string AdoptedFile(ArtifactRecord file) => Under("adopted", Path.GetFileName(file.Path));

    /// <summary>Where a CSV export of <see cref="WindowsFile"/> goes.</summary>
    public string ExportFile(string format) => Under("export", $"windows.{format}");

    /// <summary>A file of the evaluation by the labels of a column: "evaluation/gene/figures.csv". No stage of the run makes or reads it.</summary>
    public string EvaluationFile(string column, string name) => Under("evaluation", SafeName(column), name);

    /// <summary>Mask of a field.</summary>
    public string MaskPath(string sample, string field) => Under("masks", SafeName(sample), SafeName(field) + ".png");

    /// <summary>Folder of the checkpoints of one training, named after everything that decides it.</summary>
    public string CheckpointFolder(Digest trainKey) => Under("checkpoints", trainKey.Short);

    /// <summary>The checkpoint with the lowest validation loss.</summary>
    public string BestCheckpoint(Digest trainKey) => Path.Combine(CheckpointFolder(trainKey), "best.ckpt");

    /// <summary>The checkpoint training resumes from.</summary>
    public string LastCheckpoint(Digest trainKey) => Path.Combine(CheckpointFolder(trainKey), "last.ckpt");

    /// <summary>Losses of every step of one training.</summary>
    public string LossesFile(Digest trainKey) => Path.Combine(CheckpointFolder(trainKey), "losses.csv");

    /// <summary>Embeddings of a field, under the short digest of the model (and of whatever else decides them).</summary>
    public string EmbeddingPath(string modelShort, string sample, string field) =>
        Under("embeddings", SafeName(modelShort), SafeName(sample), SafeName(field) + ".parquet");

    /// <summary>The map of the kept windows, under the digest of everything that decides it.</summary>
    public string UmapFile(Digest reduceKey) => Under("reduce", reduceKey.Short, "umap.parquet");

    /// <summary>A picture of the report.</summary>
    /// <param name="name">File name with its extension, such as "loss.png".</param>
    public string ReportPicture(string name) => Under("report", name);

    /// <summary>Composite picture of a field, filed by its cluster: "report/fields/M02-F00733.png".</summary>
    public string FieldPicture(int cluster, string field) =>
        Under("report", "fields", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"M{cluster:00}-F{SafeName(field)}.png"));

    /// <summary>The path as the ledger holds it: relative to the directory, with '/'; unchanged for a path outside it.</summary>
    public string Relative(string path)
    {
        var full = Path.GetFullPath(path);
        return full.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full[(Root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/')
            : full;
    }

    /// <summary>The full path of a path that the ledger holds.</summary>
    public string Absolute(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    /// <summary>Makes the directory and proves that files can be written in it, and that there is room to begin.</summary>
    /// <exception cref="ConfigurationException">They cannot; the message names the directory and the way out.</exception>
    public void CheckWritable()
    {
        var probe = Under($".{Guid.NewGuid():N}{AtomicFile.TemporaryExtension}");
        try
        {
            Directory.CreateDirectory(Root);
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
            file.Write(new byte[LeastRoom]);
            file.Flush(flushToDisk: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"The output directory {Root} cannot be written to: {failure.Message} Choose another with --out, free some space, or change its permissions.", failure);
        }
    }

    /// <summary>Takes the directory for this process; the operating system gives it back when the process ends, however it ends.</summary>
    /// <returns>Dispose it to give the directory back.</returns>
    /// <exception cref="ConfigurationException">Another process works in the directory, or the directory cannot be written to.</exception>
    public IDisposable Lock() => RunLock.Take(this);

    /// <summary>Whether a process works in the directory at this moment.</summary>
    public bool IsLocked() => RunLock.IsHeld(this);

    /// <summary>Removes what killed processes left half-written. Only for whoever holds <see cref="Lock"/>, and for a cluster when none of its nodes works in the directory.</summary>
    /// <returns>The removed files.</returns>
    public IReadOnlyList<string> CleanTemporaries()
    {
        if (!Directory.Exists(Root))
        {
            return [];
        }

        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        string[] left = [.. Directory.EnumerateFiles(Root, $".*{AtomicFile.TemporaryExtension}", everything).Order(StringComparer.Ordinal)];
        foreach (var file in left)
        {
            File.Delete(file);
        }

        return left;
    }

    /// <summary>
    /// A name as one part of a path. Names that <see cref="FieldEntry.FileName"/> must change, and very long ones, get the start of
    /// their digest added, so that "a/b" and "a b" do not meet in one file.
    /// </summary>
    public static string SafeName(string name)
    {
        var safe = FieldEntry.FileName(name);
        return safe == name && name.Length <= LongestName
            ? name
            : $"{safe[..Math.Min(safe.Length, LongestName)]}~{Digest.Of(System.Text.Encoding.UTF8.GetBytes(name)).Hex[..8]}";
    }

    private string Under(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);
}
