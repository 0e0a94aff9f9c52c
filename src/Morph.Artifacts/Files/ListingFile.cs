using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Files;

/// <summary>A listing of many files with their digests (CSV: path, digest, bytes): its own digest stands for all of them.</summary>
public static class ListingFile
{
    private static readonly string[] Header = ["path", "digest", "bytes"];

    /// <summary>Writes a listing in the order given. A file that already holds it is left as it is.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, string path, IEnumerable<ArtifactRecord> artifacts)
    {
        using var listing = new MemoryStream();
        Csv.Write(listing, Header, artifacts.Select(a => (string[])
            [a.Path, a.Digest.Hex, a.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture)]));
        var bytes = listing.ToArray();
        var record = new ArtifactRecord(run.Relative(path), Digest.Of(bytes), bytes.Length);
        return ArtifactCheck.Check(run, record) is null ? record : AtomicFile.Write(run, path, stream => stream.Write(bytes));
    }

    /// <summary>Reads a listing.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static IReadOnlyList<ArtifactRecord> Read(string path) =>
        CsvTable.Read(path, row => new ArtifactRecord(row.Text("path"), Digest.Parse(row.Text("digest")), row.Long("bytes")));
}
