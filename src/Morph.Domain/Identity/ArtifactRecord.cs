namespace Morph.Domain.Identity;

/// <summary>One file of a run directory as the ledger knows it.</summary>
/// <param name="Path">Path relative to the run directory, with '/'.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Bytes">Its length.</param>
public sealed record ArtifactRecord(string Path, Digest Digest, long Bytes);
