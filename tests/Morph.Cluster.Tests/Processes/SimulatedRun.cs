using System.Globalization;
using Morph.Artifacts.Tables;
using Morph.Domain.Identity;
using Morph.EndToEnd.Tests.Resuming;
using Morph.Imaging.Simulate;

namespace Morph.Cluster.Tests.Processes;

/// <summary>A simulated image set of small fields, and what one process that nothing disturbs makes of it.</summary>
/// <param name="samples">Samples.</param>
/// <param name="fields">Fields of each.</param>
/// <param name="iterations">Training steps.</param>
public abstract class SimulatedRun(int samples, int fields, int iterations) : IAsyncLifetime
{
    private static readonly string[] s_results = ["masks", "checkpoints", "embeddings", "clusters"];

    private readonly TemporaryFolder _folder = new();
    private HashSet<WindowId> _windows = [];

    /// <summary>Images and options of <c>morph run</c> and of <c>morph submit</c>.</summary>
    /// <param name="run">The run directory.</param>
    /// <param name="configuration">Further keys that decide how the work is done, not what comes out.</param>
    public IEnumerable<string> Arguments(string run, string configuration = "")
    {
        var file = _folder.File($"{Digest.OfTexts(configuration).Short}.conf");

        // Windows that share nothing take long enough to be disturbed in the middle of them.
        File.WriteAllText(file, $"morph.train {{ checkpoint-every = 2, validate-every = 2, network = reference, border = zeros }}\n{configuration}\n");
        return
        [
            _folder.File("images"), "--samples", _folder.File("images", "samples.csv"), "--out", run, "--config", file,
            "--iterations", iterations.ToString(CultureInfo.InvariantCulture), "--window", "64", "--stride", "8", "--top", "8", "--seed", "3", "--json",
        ];
    }

    /// <summary>Requires masks, checkpoints, losses, embeddings and clusters of another run to be the bytes of this one.</summary>
    public void AssertSame(string run)
    {
        Assert.Empty(Different(run));
    }

    /// <summary>Files of this run that another has not, or has with other bytes.</summary>
    public IReadOnlyList<string> Different(string run) => [.. s_results
        .SelectMany(folder => Directory.EnumerateFiles(_folder.File("run", folder), "*", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(_folder.File("run"), file))
        .Where(file => !File.Exists(Path.Combine(run, file)) || Digest.OfFile(_folder.File("run", file)) != Digest.OfFile(Path.Combine(run, file)))];

    /// <summary>Windows that this run has and another has not, and those that the other has twice or has and this one has not.</summary>
    public (int Lost, int Twice) Compare(string run)
    {
        var others = WindowsOf(run);
        var once = others.ToHashSet();
        return (_windows.Except(once).Count(), others.Count - once.Count + once.Except(_windows).Count());
    }

    public async Task InitializeAsync()
    {
        var options = new SimulationOptions(Samples: samples, Fields: fields, Seed: 5, Height: 160, Width: 160);
        CellSimulator.Write(_folder.File("images"), options, null, CancellationToken.None);
        using var run = MorphProcess.Start(["run", .. Arguments(_folder.File("run"))]);
        var (exitCode, output, errors) = await run.EndAsync();
        Assert.True(exitCode == 0, $"The run in one process ended with {exitCode}: {errors}\n{output}");
        _windows = [.. WindowsOf(_folder.File("run"))];
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private static List<WindowId> WindowsOf(string run) => [.. Directory
        .EnumerateFiles(Path.Combine(run, "embeddings"), "*.parquet", SearchOption.AllDirectories)
        .Select(EmbeddingFile.Read)
        .SelectMany(f => Enumerable.Range(0, f.Count).Select(i => new WindowId(f.Model, f.Sample, f.Field, f.Y[i], f.X[i])))];

    private sealed record WindowId(string Model, string Sample, string Field, int Y, int X);
}
