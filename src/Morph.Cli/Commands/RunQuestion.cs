using System.CommandLine;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Cli.Planning;
using Morph.Domain.Errors;
using Morph.Imaging.Manifests;

namespace Morph.Cli.Commands;

/// <summary>The arguments and options that say what to run, shared by <c>plan</c> and <c>run</c>.</summary>
internal sealed class RunQuestion
{
    private readonly Argument<string> _images = CommonOptions.Images();
    private readonly Option<string?> _samples = CommonOptions.Samples();
    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _preset = CommonOptions.Preset();
    private readonly SettingOptions _settings = new();

    /// <summary>The arguments and options, to add to a command.</summary>
    public Symbol[] Symbols => [_images, _samples, _config, _preset, .. _settings.Symbols];

    /// <summary>Resolves the configuration, reads the image set and plans the run.</summary>
    /// <exception cref="MorphException">The command line, the configuration or the image set is wrong.</exception>
    public RunPlan Plan(ParseResult parsed)
    {
        var configuration = ConfigurationResolver.Resolve(parsed.GetValue(_config), _settings.Read(parsed), Presets.Of(parsed.GetValue(_preset)));
        var reading = ManifestReader.Read(
            parsed.GetRequiredValue(_images), parsed.GetValue(_samples), configuration.Settings.Load, configuration.Settings.Train.Window);
        return RunPlan.Of(reading.Manifest, configuration, reading.Warnings);
    }
}
