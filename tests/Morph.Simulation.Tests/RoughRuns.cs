using Morph.Simulation.Results;
using Morph.Simulation.Schedules;

namespace Morph.Simulation.Tests;

/// <summary>Runs of some minutes on 200 nodes to which everything happens that can.</summary>
internal static class RoughRuns
{
    public const int Nodes = 200;

    public static SimulationOptions Options(long seed) => new()
    {
        Seed = seed,
        Nodes = Nodes,
        OneRoleEach = true,
        Fields = 400,
        FieldsPerSample = 20,
        DurationSpread = 0.3,
        BadFields = 0.01,
        TrainSteps = 60,
        CheckpointEvery = 10,
        StuckAfter = TimeSpan.FromMinutes(5),
        Durations = new()
        {
            Load = TimeSpan.FromSeconds(6),
            Mask = TimeSpan.FromSeconds(0.3),
            Train = TimeSpan.FromSeconds(20),
            Window = TimeSpan.FromMilliseconds(50),
            Reduce = TimeSpan.FromSeconds(6),
            Cluster = TimeSpan.FromSeconds(3),
            Report = TimeSpan.FromSeconds(3),
        },
    };

    public static SimulationSchedule Schedule(long seed) => FaultRates.Rough.Draw(seed, Nodes);

    public static SimulationOutcome Run(long seed, Sabotage? sabotage = null) => Run(seed, Schedule(seed), sabotage);

    public static SimulationOutcome Run(long seed, SimulationSchedule schedule, Sabotage? sabotage = null) => ClusterSimulation.Run(Options(seed), schedule, sabotage);

    /// <summary>What a seed shows, with a schedule as short as can be, to copy into a test.</summary>
    public static string Explain(long seed, SimulationOutcome outcome, Func<Sabotage>? sabotage = null)
    {
        var shortest = Shrink(seed, outcome, sabotage);
        return $"Seed {seed}: {outcome.Violation}\nThe shortest schedule that shows it:\n{shortest}\n";
    }

    public static SimulationSchedule Shrink(long seed, SimulationOutcome outcome, Func<Sabotage>? sabotage = null) =>
        new ScheduleShrinker(s => Run(seed, s, sabotage?.Invoke()).Violation?.Invariant == outcome.Violation!.Invariant).Shrink(Schedule(seed));
}
