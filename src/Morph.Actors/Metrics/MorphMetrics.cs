using System.Diagnostics.Metrics;
using Morph.Domain.Runs;

namespace Morph.Actors.Metrics;

/// <summary>Units of one stage that are not done, of all runs at work.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Waiting">Units that nobody works on.</param>
/// <param name="AtWork">Units that are leased to a worker.</param>
public sealed record StageLoad(Stage Stage, int Waiting, int AtWork);

/// <summary>How far the training is that this node does or follows.</summary>
/// <param name="Step">Training steps done.</param>
/// <param name="Loss">Loss of the last step.</param>
public sealed record TrainingPoint(int Step, double Loss);

/// <summary>
/// What a node counts, and the one home of the names. An instrument <c>morph.units.committed</c> is <c>morph_units_committed_total</c> to Prometheus;
/// stages are told apart by the label <c>stage</c> with the stage's word. Counters begin anew with the process. What only one node of the cluster
/// knows, such as the queue, is asked of it by a callback: others have none, and show nothing.
/// </summary>
public static class MorphMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "morph";

    /// <summary>Label of the stage's word.</summary>
    public const string StageLabel = "stage";

    /// <summary>Label of the node that computed a unit.</summary>
    public const string NodeLabel = "node";

    private static readonly Meter s_meter = new(MeterName);

    private static readonly Counter<long> s_committed = Counter("morph.units.committed", "Units whose result is in the ledger");
    private static readonly Counter<long> s_failed = Counter("morph.units.failed", "Attempts that ended with a failure");
    private static readonly Counter<long> s_returned = Counter("morph.units.returned", "Units that a worker gave back unfinished");
    private static readonly Counter<long> s_expired = Counter("morph.leases.expired", "Leases that ran out because their worker was silent");

    private static readonly Histogram<double> s_took = s_meter.CreateHistogram(
        "morph.unit.duration", "s", "Time that one unit took, from its offer to its result",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200] });

    static MorphMetrics()
    {
        s_meter.CreateObservableGauge("morph.units.waiting", () => PerStage(load => load.Waiting), description: "Units that nobody works on");
        s_meter.CreateObservableGauge("morph.units.working", () => PerStage(load => load.AtWork), description: "Units that are leased to a worker");
        s_meter.CreateObservableGauge("morph.runs.queued", () => One(RunsQueued?.Invoke()), description: "Runs that wait for their turn");
        s_meter.CreateObservableGauge("morph.nodes.up", () => One(NodesUp?.Invoke()), description: "Members of the cluster that are up");
        s_meter.CreateObservableGauge("morph.training.step", () => One(Training?.Invoke()?.Step), description: "Steps of the training at work");
        s_meter.CreateObservableGauge("morph.training.loss", () => One(Training?.Invoke()?.Loss), description: "Loss of its last step");
    }

    /// <summary>Units waiting and at work, stage by stage; null on a node that does not know. Called from any thread at any time: it must be quick and not throw.</summary>
    public static Func<IEnumerable<StageLoad>>? Load { get; set; }

    /// <summary>Runs that wait for their turn; null on a node that does not know. As <see cref="Load"/>.</summary>
    public static Func<int>? RunsQueued { get; set; }

    /// <summary>Members of the cluster that are up; null outside a cluster. As <see cref="Load"/>.</summary>
    public static Func<int>? NodesUp { get; set; }

    /// <summary>How far the training is; null, or null as its answer, where there is none. As <see cref="Load"/>.</summary>
    public static Func<TrainingPoint?>? Training { get; set; }

    /// <summary>A unit's result is in the ledger.</summary>
    /// <param name="stage">The unit's stage.</param>
    /// <param name="node">The node that computed it.</param>
    public static void UnitCommitted(Stage stage, string node) => s_committed.Add(1, Label(stage), new(NodeLabel, node));

    /// <summary>An attempt at a unit failed.</summary>
    public static void UnitFailed(Stage stage) => s_failed.Add(1, Label(stage));

    /// <summary>A worker gave a unit back unfinished.</summary>
    public static void UnitReturned(Stage stage) => s_returned.Add(1, Label(stage));

    /// <summary>A lease ran out because its worker was silent.</summary>
    public static void LeaseExpired(Stage stage) => s_expired.Add(1, Label(stage));

    /// <summary>A unit was computed.</summary>
    /// <param name="stage">The unit's stage.</param>
    /// <param name="time">From its offer to its result.</param>
    public static void UnitTook(Stage stage, TimeSpan time) => s_took.Record(time.TotalSeconds, Label(stage));

    private static Counter<long> Counter(string name, string description) => s_meter.CreateCounter<long>(name, description: description);

    private static IEnumerable<Measurement<int>> PerStage(Func<StageLoad, int> units) =>
        (Load?.Invoke() ?? []).Select(load => new Measurement<int>(units(load), Label(load.Stage)));

    private static IEnumerable<Measurement<T>> One<T>(T? value)
        where T : struct => value is { } known ? [new(known)] : [];

    private static KeyValuePair<string, object?> Label(Stage stage) => new(StageLabel, stage.Word());
}
