using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Files;

/// <summary>A listing of many files with their digests (CSV: path, digest, bytes): its own digest stands for all of them.</summary>
public static class ListingFile
{
    private static readonly string[] Header = ["path", "digest", "bytes"];

    /// <summary>Writes a listing in the order given.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public static ArtifactRecord Write(RunDirectory run, string path, IEnumerable<ArtifactRecord> artifacts) =>
        AtomicFile.Write(run, path, stream => Csv.Write(stream, Header, artifacts.Select(a => (string[])
            [a.Path, a.Digest.Hex, a.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture)])));

    /// <summary>Reads a listing.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static IReadOnlyList<ArtifactRecord> Read(string path) =>
        CsvTable.Read(path, row => new ArtifactRecord(row.Text("path"), Digest.Parse(row.Text("digest")), row.Long("bytes")));
}
