using System.CommandLine;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Cli.Planning;
using Morph.Domain.Errors;
using Morph.Imaging.Manifests;

namespace Morph.Cli.Commands;

/// <summary>The arguments and options that say what to run, shared by <c>plan</c>, <c>run</c>, <c>submit</c> and <c>assign</c>.</summary>
/// <param name="keys">The keys that have options here; where none are named, all of <see cref="SettingOptions"/>, and presets.</param>
internal sealed class RunQuestion(params string[] keys)
{
    private readonly Argument<string> _images = CommonOptions.Images();
    private readonly Option<string?> _samples = CommonOptions.Samples();
    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _preset = CommonOptions.Preset();
    private readonly SettingOptions _settings = new(keys);

    /// <summary>The arguments and options, to add to a command.</summary>
    public Symbol[] Symbols => [_images, _samples, _config, .. keys.Length == 0 ? [_preset] : Array.Empty<Symbol>(), .. _settings.Symbols];

    /// <summary>Resolves the configuration, reads the image set and plans the run.</summary>
    /// <exception cref="MorphException">The command line, the configuration or the image set is wrong.</exception>
    public RunPlan Plan(ParseResult parsed)
    {
        var configuration = Configuration(parsed, Presets.Of(parsed.GetValue(_preset)));
        var reading = Read(parsed, configuration, leastSamples: 2);
        return RunPlan.Of(reading.Manifest, configuration, reading.Warnings);
    }

    /// <summary>Reads the image set and plans how it is assigned to a run, without training.</summary>
    /// <exception cref="MorphException">The image set is wrong.</exception>
    public RunPlan PlanAssignment(ParseResult parsed, RunConfiguration configuration)
    {
        var reading = Read(parsed, configuration, leastSamples: 1);
        return RunPlan.Of(reading.Manifest, configuration, reading.Warnings, trains: false);
    }

    /// <summary>Resolves the configuration.</summary>
    /// <exception cref="MorphException">The command line or the configuration is wrong.</exception>
    public RunConfiguration Configuration(ParseResult parsed, RunConfiguration onto) =>
        ConfigurationResolver.Resolve(parsed.GetValue(_config), _settings.Read(parsed), onto);

    private ManifestReading Read(ParseResult parsed, RunConfiguration configuration, int leastSamples) => ManifestReader.Read(
        parsed.GetRequiredValue(_images), parsed.GetValue(_samples), configuration.Settings.Load, configuration.Settings.Train.Window, leastSamples);
}
