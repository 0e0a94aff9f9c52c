namespace Morph.Cli.Nodes;

/// <summary>Whether a node may be given work.</summary>
/// <param name="Ready">It is a member of its cluster, the database answers, and the shared directory is seen.</param>
/// <param name="Reason">In one line, what it is or what it waits for.</param>
internal sealed record NodeHealth(bool Ready, string Reason);
