using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Protocol;

/// <summary>To the run coordinator: bring the run up to and including a stage. Also continues an interrupted run.</summary>
/// <param name="Run">Where the run lives.</param>
/// <param name="Until">The last stage wanted.</param>
/// <param name="Work">How work is handed out.</param>
public sealed record StartRun(RunReference Run, Stage Until, WorkSettings Work) : IWireMessage
{
    /// <summary>The fence of the offers to come: larger than that of any execution of any run before in the same journal. Set by the queue.</summary>
    public int Incarnation { get; init; }

    /// <summary>Workers may still be at work on offers of an earlier execution: let them claim their units before any is offered. Set by the queue.</summary>
    public bool Claims { get; init; }

    /// <summary>The user's wish that what was given up be tried again, told from other such wishes by its time; null when there is none.</summary>
    public DateTimeOffset? Retry { get; init; }
}

/// <summary>To the run coordinator: drain, checkpoint and report the interruption.</summary>
public sealed record StopRun : IWireMessage;

/// <summary>From the run coordinator to the one who started it: how far it is.</summary>
/// <param name="Progress">The figures.</param>
public sealed record RunProgressed(RunProgress Progress) : IWireMessage;

/// <summary>How an execution of a run ended.</summary>
/// <param name="End">In what way.</param>
/// <param name="Reason">Why, for people; empty when done.</param>
/// <param name="UnitsDone">Units computed by this execution.</param>
public sealed record RunEnded(RunEnd End, string Reason, int UnitsDone) : IWireMessage;

/// <summary>In what way an execution of a run ended.</summary>
public enum RunEnd
{
    /// <summary>Everything asked for is done.</summary>
    Done,

    /// <summary>Stopped on request, resumable.</summary>
    Interrupted,

    /// <summary>Cannot go on as it is; resumable when mended.</summary>
    Failed,
}

/// <summary>An execution of the run began.</summary>
/// <param name="Run">Where the run lives.</param>
/// <param name="Incarnation">How many times the coordinator began, this one included: the fence of its offers.</param>
/// <param name="At">When.</param>
public sealed record RunStarted(RunReference Run, int Incarnation, DateTimeOffset At) : IWireMessage
{
    /// <summary>The wish of <see cref="StartRun.Retry"/>.</summary>
    public DateTimeOffset? Retry { get; init; }
}

/// <summary>A stage was begun or ended; journalled for the run's times.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Done">False at its begin, true at its end.</param>
/// <param name="Total">Units of the stage.</param>
/// <param name="At">When.</param>
public sealed record StageMarked(Stage Stage, bool Done, int Total, DateTimeOffset At) : IWireMessage;

/// <summary>A checkpoint of the training became durable.</summary>
/// <param name="Key">Key of the training.</param>
/// <param name="Checkpoint">Step and file.</param>
/// <param name="At">When.</param>
public sealed record TrainingCheckpointed(Digest Key, TrainingCheckpoint Checkpoint, DateTimeOffset At) : IWireMessage;
