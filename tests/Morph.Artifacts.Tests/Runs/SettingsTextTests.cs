using Morph.Artifacts.Runs;
using Morph.Domain.Settings;

namespace Morph.Artifacts.Tests.Runs;

public class SettingsTextTests
{
    [Fact]
    public void Every_setting_is_a_line_under_its_configuration_key()
    {
        var lines = SettingsText.Lines(MorphSettings.Default with { Seed = 7, Load = new() { Channels = ["DNA", "actin"] } }).ToDictionary(l => l.Key, l => l.Value);
        Assert.Equal("7", lines["seed"]);
        Assert.Equal("DNA, actin", lines["load.channels"]);
        Assert.Equal("Brighter", lines["mask.foreground"]);
        Assert.Equal("50", lines["reduce.top"]);
        Assert.Equal("0.001", lines["train.learning-rate"]);
    }
}
