using System.Collections.Immutable;
using Morph.Artifacts.Files;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Artifacts.Runs;

/// <summary><c>run.json</c>: what was asked for, where it ran, how far it came. It tells; the ledger decides.</summary>
public sealed record RunManifest
{
    /// <summary>Identity of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>The command line, as words.</summary>
    public ImmutableArray<string> CommandLine { get; init; } = [];

    /// <summary>Absolute path of the image folder.</summary>
    public required string ImagesRoot { get; init; }

    /// <summary>Channel names in the order of the planes.</summary>
    public ImmutableArray<string> Channels { get; init; } = [];

    /// <summary>Identity of the image set.</summary>
    public required Digest ManifestDigest { get; init; }

    /// <summary>Identity of the settings, <see cref="DigestOf"/>.</summary>
    public required Digest SettingsDigest { get; init; }

    /// <summary>The one seed of every random stream.</summary>
    public required long Seed { get; init; }

    /// <summary>Where the networks run: "cpu", "cuda:0".</summary>
    public required string Device { get; init; }

    /// <summary>Torch threads; losses are reproduced for the same number.</summary>
    public required int Threads { get; init; }

    /// <summary>The machine.</summary>
    public required HostFacts Host { get; init; }

    /// <summary>When the run was first started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When the last execution ended; null while one is at work, or after a kill.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Number of executions so far: 1, and one more for each resume.</summary>
    public int Executions { get; init; } = 1;

    /// <summary>How the last execution ended; null while one is at work, or after a kill.</summary>
    public ExitCode? ExitCode { get; init; }

    /// <summary>The same in one sentence.</summary>
    public string Result { get; init; } = "";

    /// <summary>Items in quarantine.</summary>
    public int Quarantined { get; init; }

    /// <summary>Where the ledger is, without a password; empty for <c>journal.db</c> in the run directory.</summary>
    public string Journal { get; init; } = "";

    /// <summary>Addresses of the cluster that does the run; empty for a run on one machine.</summary>
    public ImmutableArray<string> SeedNodes { get; init; } = [];

    /// <summary>The run whose encoder, map and clusters this one uses; null for a run that trains its own.</summary>
    public ModelRun? Model { get; init; }

    /// <summary>The command that continues the run.</summary>
    public string Command => Model is not null ? "morph assign" : SeedNodes.IsEmpty ? "morph run" : "morph submit";

    /// <summary>The stages in order.</summary>
    public ImmutableArray<StageReport> Stages { get; init; } = [.. StageNames.All.Select(stage => new StageReport { Stage = stage })];

    /// <summary>Everything that decides what the run computes, resolved.</summary>
    public required MorphSettings Settings { get; init; }

    /// <summary>Identity of settings: the digest of their JSON.</summary>
    public static Digest DigestOf(MorphSettings settings)
    {
        using var json = new MemoryStream();
        RunJson.Write(json, settings);
        return Digest.Of(json.ToArray());
    }

    /// <summary>The same run with one stage replaced.</summary>
    public RunManifest With(StageReport stage) => this with { Stages = [.. Stages.Select(s => s.Stage == stage.Stage ? stage : s)] };

    /// <summary>Writes <c>run.json</c>.</summary>
    /// <exception cref="StageException">The disk is full.</exception>
    public ArtifactRecord Write(RunDirectory run) => AtomicFile.Write(run, run.RunFile, stream => RunJson.Write(stream, this));

    /// <summary>Reads <c>run.json</c>; fields of a newer version are passed over.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public static RunManifest Read(RunDirectory run) => RunJson.Read<RunManifest>(run.RunFile);

    /// <summary>Whether <c>run.json</c> is there.</summary>
    public static bool Exists(RunDirectory run) => File.Exists(run.RunFile);
}

/// <summary>The machine a run works on.</summary>
/// <param name="Name">Host name.</param>
/// <param name="OperatingSystem">Operating system.</param>
/// <param name="Runtime">.NET version.</param>
/// <param name="Cores">Processor cores that the process may use.</param>
/// <param name="MemoryBytes">Memory that the process may use.</param>
public sealed record HostFacts(string Name, string OperatingSystem, string Runtime, int Cores, long MemoryBytes)
{
    /// <summary>This machine.</summary>
    public static HostFacts Here() => new(
        Environment.MachineName,
        System.Runtime.InteropServices.RuntimeInformation.OSDescription,
        System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}

/// <summary>How far a stage is.</summary>
public enum StageState
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>At work.</summary>
    Working,

    /// <summary>Everything committed.</summary>
    Done,

    /// <summary>Stopped the run.</summary>
    Failed,
}

/// <summary>One stage in <c>run.json</c>.</summary>
public sealed record StageReport
{
    /// <summary>Which stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>How far it is.</summary>
    public StageState State { get; init; }

    /// <summary>Committed units.</summary>
    public int Done { get; init; }

    /// <summary>Planned units.</summary>
    public int Total { get; init; }

    /// <summary>What is counted: "fields", "samples", "steps".</summary>
    public string Unit { get; init; } = "";

    /// <summary>When it began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Time it took; null while it is not done.</summary>
    public TimeSpan? Duration => Ended - Started;
}
