using System.Collections.Immutable;
using Akka.Configuration;
using Morph.Actors.Running;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Actors.Hosting;

/// <summary>One execution of a run on one machine.</summary>
/// <param name="RunDirectory">The run directory.</param>
/// <param name="Manifest">The image set.</param>
/// <param name="Settings">The resolved configuration.</param>
/// <param name="Until">The last stage wanted.</param>
/// <param name="Device">"auto", "cpu" or "cuda:N".</param>
/// <param name="Work">How work is handed out.</param>
/// <param name="CommandLine">The arguments, for the record.</param>
public sealed record RunRequest(
    string RunDirectory,
    Manifest Manifest,
    MorphSettings Settings,
    Stage Until,
    string Device,
    WorkSettings Work,
    ImmutableArray<string> CommandLine)
{
    /// <summary>Addresses of the cluster that does the run; empty for this machine.</summary>
    public ImmutableArray<string> SeedNodes { get; init; } = [];

    /// <summary>The run whose encoder, map and clusters are used; null for a run that trains its own.</summary>
    public ModelRun? Model { get; init; }

    /// <summary>What the run analyses and how.</summary>
    public RunDefinition Definition => new(Manifest, Settings, Model);

    /// <summary>When the user asked that what was given up be tried again; null when not.</summary>
    public DateTimeOffset? Retry { get; init; }

    /// <summary>The user's <c>akka</c> block.</summary>
    public Config Akka { get; init; } = Config.Empty;
}
