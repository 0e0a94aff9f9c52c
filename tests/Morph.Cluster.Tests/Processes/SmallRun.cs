namespace Morph.Cluster.Tests.Processes;

/// <summary>Tests that start processes run one after another, after all others: each needs the machine. They share one run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests : ICollectionFixture<SmallRun>
{
    public const string Name = "Processes";
}

/// <summary>The long drills come one after another, too, and share a larger run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LongDrills : ICollectionFixture<DrillRun>
{
    public const string Name = "Drills";
}

/// <summary>As small as a run with several fields of several samples can be.</summary>
public sealed class SmallRun() : SimulatedRun(samples: 3, fields: 4, iterations: 2);

/// <summary>Large enough to be at work for a while in every stage.</summary>
public sealed class DrillRun() : SimulatedRun(samples: 6, fields: 6, iterations: 30);
