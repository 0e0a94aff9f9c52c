using Morph.Cli.Configuration;
using Morph.Domain.Errors;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Configuration;

public sealed class PresetsTests
{
    [Fact]
    public void The_paper_s_form_changes_mask_training_and_context_and_nothing_else()
    {
        var (paper, ours) = (Presets.Of("paper").Settings, MorphSettings.Default);

        Assert.Equal(NetworkForm.Reference, paper.Train.Network);
        Assert.Equal(WindowBorder.Zeros, paper.Train.Border);
        Assert.Equal(0.1, paper.Train.PriorWeight);
        Assert.Equal(1e-4, paper.Train.LearningRate);
        Assert.Equal(0, paper.Embed.Context);
        Assert.Equal(ours.Train.Window, paper.Train.Window);
        Assert.Null(SettingKeys.FirstDifference(ours, paper with { Mask = ours.Mask, Train = ours.Train, Embed = paper.Embed with { Context = ours.Embed.Context } }));
    }

    [Fact]
    public void Without_a_name_the_reference_configuration_holds() => Assert.Same(ConfigurationResolver.Reference, Presets.Of(null));

    [Fact]
    public void An_unknown_name_is_refused_with_those_there_are() =>
        Assert.Equal(
            "--preset 'papre' is not known: it takes paper; without it Morph's own defaults hold.",
            Assert.Throws<UsageException>(() => Presets.Of("papre")).Message);
}
