using Morph.Domain.Identity;
using Morph.EndToEnd.Tests.Resuming;
using Morph.Imaging.Simulate;

namespace Morph.Cluster.Tests.Processes;

/// <summary>Tests that start processes run one after another, after all others: each needs the machine. They share one run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests : ICollectionFixture<SmallRun>
{
    public const string Name = "Processes";
}

/// <summary>A small simulated image set, and what one process makes of it.</summary>
public sealed class SmallRun : IAsyncLifetime
{
    private static readonly string[] s_results = ["clusters/windows.parquet", "clusters/fields.csv", "clusters/samples.csv", "clusters/metrics.json"];

    private readonly TemporaryFolder _folder = new();

    /// <summary>Images and options of <c>morph run</c> and of <c>morph submit</c>.</summary>
    public IEnumerable<string> Arguments(string run) =>
    [
        _folder.File("images"), "--samples", _folder.File("images", "samples.csv"), "--out", run, "--config", _folder.File("small.conf"),
        "--iterations", "2", "--window", "64", "--stride", "8", "--top", "8", "--seed", "3", "--json",
    ];

    /// <summary>Requires the results of another run to be the bytes of this one.</summary>
    public void AssertSame(string run)
    {
        foreach (var file in s_results)
        {
            Assert.True(Digest.OfFile(_folder.File("run", file)) == Digest.OfFile(Path.Combine(run, file)), $"{file} differs from that of one process.");
        }
    }

    public async Task InitializeAsync()
    {
        CellSimulator.Write(_folder.File("images"), new SimulationOptions(Samples: 3, Fields: 4, Seed: 5, Height: 160, Width: 160), null, CancellationToken.None);
        await File.WriteAllTextAsync(_folder.File("small.conf"), "morph.train { checkpoint-every = 2, validate-every = 2 }\n");
        using var run = MorphProcess.Start(["run", .. Arguments(_folder.File("run"))]);
        var (exitCode, output, errors) = await run.EndAsync();
        Assert.True(exitCode == 0, $"The run in one process ended with {exitCode}: {errors}\n{output}");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
