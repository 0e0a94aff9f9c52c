using Morph.Domain.Identity;

namespace Morph.Artifacts.Files;

/// <summary>One committed file: what the ledger remembers, and what <see cref="ArtifactCheck"/> compares with the disk.</summary>
/// <param name="Path">Path relative to the run directory, with '/' separators; absolute for a file outside it.</param>
/// <param name="Digest">SHA-256 of the bytes as they were written.</param>
/// <param name="Bytes">Length of the file.</param>
public sealed record ArtifactRecord(string Path, Digest Digest, long Bytes);
