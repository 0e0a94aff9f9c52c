using System.Collections.Immutable;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Protocol;

/// <summary>To the queue of runs: bring this run to its end; begun at once, or after those before it. A run that is in the queue already stays where it is.</summary>
/// <param name="Start">What to do.</param>
/// <param name="Version">Version of the program that asks: it must be the cluster's.</param>
public sealed record SubmitRun(StartRun Start, string Version) : IWireMessage;

/// <summary>From the queue: the run is in it, durably.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Ahead">Runs before it.</param>
public sealed record RunAccepted(string RunId, int Ahead) : IWireMessage;

/// <summary>From the queue, or from a node on its way: no.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Reason">Why, with the way out.</param>
public sealed record RunRefused(string RunId, string Reason) : IWireMessage;

/// <summary>To the queue: tell me how far this run is, until its end. Sent again every few seconds, since the queue may move to another node.</summary>
/// <param name="RunId">The run.</param>
public sealed record FollowRun(string RunId) : IWireMessage;

/// <summary>To the queue: drain and checkpoint this run and take it out of the queue. Submitting it again continues it.</summary>
/// <param name="RunId">The run.</param>
public sealed record CancelRun(string RunId) : IWireMessage;

/// <summary>From the queue to the followers: the run has left the queue, and its directory holds the record of how.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ExitCode">As of a run on one machine.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="UnitsDone">Units computed by this execution.</param>
public sealed record RunFinished(string RunId, ExitCode ExitCode, string Message, int UnitsDone) : IWireMessage;

/// <summary>Journalled by the queue: a run was submitted.</summary>
/// <param name="Start">What to do.</param>
/// <param name="At">When.</param>
public sealed record RunQueued(StartRun Start, DateTimeOffset At) : IWireMessage;

/// <summary>Journalled by the queue: an execution of a run began.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Incarnation">Executions of all runs of this journal so far, this one included.</param>
/// <param name="At">When.</param>
public sealed record RunBegun(string RunId, int Incarnation, DateTimeOffset At) : IWireMessage;

/// <summary>Journalled by the queue: a run left it.</summary>
/// <param name="Finished">How.</param>
/// <param name="At">When.</param>
public sealed record RunClosed(RunFinished Finished, DateTimeOffset At) : IWireMessage;

/// <summary>To the queue: which nodes are there, what do they do, how far are the runs?</summary>
public sealed record GetClusterStatus : IWireMessage;

/// <summary>A cluster at one moment.</summary>
/// <param name="Nodes">Its members.</param>
/// <param name="Runs">The queue: the first run is at work.</param>
/// <param name="Failures">The last failed attempts of the run at work, newest first.</param>
public sealed record ClusterStatus(ImmutableArray<NodeStatus> Nodes, ImmutableArray<RunStatus> Runs, ImmutableArray<string> Failures) : IWireMessage;

/// <summary>A member of a cluster.</summary>
/// <param name="Node">Its address.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="State">"up", "joining", "leaving", "unreachable".</param>
/// <param name="AtWork">Units that it is at.</param>
/// <param name="Done">Units that it has done in this execution of the run.</param>
/// <param name="RatePerSecond">Units per second over the last minute.</param>
public sealed record NodeStatus(string Node, ImmutableArray<string> Roles, string State, int AtWork, int Done, double RatePerSecond);

/// <summary>A run in the queue.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Directory">Its directory.</param>
/// <param name="Submitted">When it was submitted.</param>
/// <param name="Progress">How far it is; null while it waits in the queue.</param>
/// <param name="Waiting">What it waits for, in words; empty while it is at work.</param>
public sealed record RunStatus(string RunId, string Directory, DateTimeOffset Submitted, RunProgress? Progress, string Waiting);
