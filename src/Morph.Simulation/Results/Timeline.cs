namespace Morph.Simulation.Results;

/// <summary>A cluster at one moment.</summary>
/// <param name="At">When, from the begin.</param>
/// <param name="Stage">The stage at work; empty before the first.</param>
/// <param name="Up">Members that are up.</param>
/// <param name="Busy">Nodes that compute.</param>
/// <param name="Committed">Units in the ledger.</param>
public sealed record TimelinePoint(TimeSpan At, string Stage, int Up, int Busy, int Committed);

/// <summary>Something that happened.</summary>
/// <param name="At">When, from the begin.</param>
/// <param name="What">What, for people.</param>
public sealed record TimelineNote(TimeSpan At, string What);
