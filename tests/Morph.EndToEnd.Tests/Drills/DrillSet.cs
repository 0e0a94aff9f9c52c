using Morph.Cli.CommandLine;
using Morph.Cli.Engine;
using Morph.Domain.Identity;
using Morph.EndToEnd.Tests.Resuming;
using Morph.Imaging.Simulate;

namespace Morph.EndToEnd.Tests.Drills;

/// <summary>A small simulated set, and ways to run the program over it.</summary>
internal sealed class DrillSet : IDisposable
{
    /// <summary>Configuration with a short limit for units; without it the limit is the usual one.</summary>
    public const string Impatient = "impatient.conf";

    private readonly TemporaryFolder _folder = new();

    private DrillSet()
    {
    }

    /// <summary>Names of the fields, of all samples in their order.</summary>
    public IReadOnlyList<string> Fields { get; private set; } = [];

    /// <summary>Simulates a set.</summary>
    public static async Task<DrillSet> CreateAsync(int samples, int fields)
    {
        var set = new DrillSet();
        CellSimulator.Write(set.File("images"), new SimulationOptions(samples, fields, Seed: 5, Height: 128, Width: 128), null, CancellationToken.None);
        set.Fields = [.. Directory.GetFiles(set.File("images"), "*-DNA.png").Select(f => Path.GetFileName(f).Split('-')[0]).Order(StringComparer.Ordinal)];
        await System.IO.File.WriteAllTextAsync(set.File("small.conf"), "morph { train.validate-every = 2, work.parallelism = 2 }\n");
        await System.IO.File.WriteAllTextAsync(set.File(Impatient), "morph { train.validate-every = 2, work { parallelism = 2, unit-limit = 3s } }\n");
        return set;
    }

    /// <summary>A path of the set's folder.</summary>
    public string File(params string[] parts) => _folder.File(parts);

    /// <summary>The command that runs into a directory.</summary>
    public string[] Command(string run, string config, params IEnumerable<string> more) =>
    [
        "run", File("images"), "--samples", File("images", "samples.csv"), "--out", File(run), "--config", File(config),
        "--iterations", "2", "--window", "64", "--top", "8", "--json", .. more,
    ];

    /// <summary>The usual configuration.</summary>
    public const string Usual = "small.conf";

    /// <summary>Runs a command line in this process.</summary>
    public static async Task<Ended> HereAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await MorphCommandLine.RunAsync(arguments, new(output, error, IsTerminal: false, TimeProvider.System, new LocalEngine(TimeProvider.System, _ => null)));
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program as a process of its own, with some fields poisoned, to its end.</summary>
    public async Task<Ended> PoisonedAsync(string poison, string run, params IEnumerable<string> more)
    {
        using var morph = StartPoisoned(poison, run, Impatient, more);
        var (exitCode, output, errors) = await morph.EndAsync();
        return new(exitCode, output, errors);
    }

    /// <summary>Starts the program as a process of its own, with some fields poisoned.</summary>
    public MorphProcess StartPoisoned(string poison, string run, string config, params IEnumerable<string> more) => MorphProcess.Start(
        [],
        PoisonProgram.File,
        new Dictionary<string, string> { [PoisonProgram.Variable] = poison, ["DOTNET_GCHeapHardLimit"] = "0x40000000" },
        Command(run, config, more));

    /// <summary>Whether the results of two run directories are the same bytes.</summary>
    public bool AreSame(string one, string other) =>
        ((string[])["windows.parquet", "fields.csv", "samples.csv", "metrics.json"]).All(f => Digest.OfFile(File(one, "clusters", f)) == Digest.OfFile(File(other, "clusters", f)));

    public void Dispose() => _folder.Dispose();
}
