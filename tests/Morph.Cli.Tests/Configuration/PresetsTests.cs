using Morph.Cli.Configuration;
using Morph.Domain.Errors;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Configuration;

public sealed class PresetsTests
{
    [Fact]
    public void The_paper_s_form_changes_mask_training_context_neighbourhoods_and_grain_of_clusters_and_nothing_else()
    {
        var (paper, ours) = (Presets.Of("paper").Settings, MorphSettings.Default);

        Assert.Equal(NetworkForm.Reference, paper.Train.Network);
        Assert.Equal(WindowBorder.Zeros, paper.Train.Border);
        Assert.Equal(0.1, paper.Train.PriorWeight);
        Assert.Equal(1e-4, paper.Train.LearningRate);
        Assert.Equal(0, paper.Embed.Context);
        Assert.Equal(ours.Train.Window, paper.Train.Window);
        Assert.Equal((15, 1000), (paper.Reduce.NNeighbors, paper.Reduce.OfOneField));
        Assert.Equal(1e-6, paper.Cluster.RegCovar);
        Assert.Null(SettingKeys.FirstDifference(ours, paper with
        {
            Mask = ours.Mask,
            Train = ours.Train,
            Embed = paper.Embed with { Context = ours.Embed.Context },
            Reduce = paper.Reduce with { NNeighbors = ours.Reduce.NNeighbors, OfOneField = ours.Reduce.OfOneField },
            Cluster = paper.Cluster with { RegCovar = ours.Cluster.RegCovar },
        }));
    }

    [Fact]
    public void Without_a_name_the_reference_configuration_holds() => Assert.Same(ConfigurationResolver.Reference, Presets.Of(null));

    [Fact]
    public void An_unknown_name_is_refused_with_those_there_are() =>
        Assert.Equal(
            "--preset 'papre' is not known: it takes paper; without it Morph's own defaults hold.",
            Assert.Throws<UsageException>(() => Presets.Of("papre")).Message);
}
