using Morph.Cli.Configuration;
using Morph.Domain.Errors;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Configuration;

public sealed class ConfigurationResolverTests
{
    [Fact]
    public void A_file_is_laid_over_the_reference_and_the_command_line_over_the_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("my.conf");
        File.WriteAllText(file, "morph.seed = 5\nmorph { train { iterations = 9, prior = joint }\nload.channels = [b, a]\nwork.lease = 2m }\nakka.loglevel = DEBUG");

        var configuration = ConfigurationResolver.Resolve(file, [new("--iterations", SettingKeys.At("morph.train.iterations"), "11")]);

        Assert.Equal(5, configuration.Settings.Seed);
        Assert.Equal(11, configuration.Settings.Train.Iterations);
        Assert.Equal(PriorForm.Joint, configuration.Settings.Train.Prior);
        Assert.Equal(new[] { "b", "a" }, configuration.Settings.Load.Channels.AsEnumerable());
        Assert.Equal(TimeSpan.FromMinutes(2), configuration.Work.Lease);
        Assert.Equal("DEBUG", configuration.Akka.GetString("akka.loglevel"));
        Assert.Equal(MorphSettings.Default.Embed, configuration.Settings.Embed);
    }

    [Theory]
    [InlineData("morph { trian { iterations = 5 } }", "my.conf: there is no key morph.trian.iterations; did you mean morph.train.iterations?")]
    [InlineData("morph.train.iteratons = 5", "my.conf: there is no key morph.train.iteratons; did you mean morph.train.iterations?")]
    [InlineData("morph.stride = 5", "my.conf: there is no key morph.stride; did you mean morph.embed.stride?")]
    [InlineData("moprh.seed = 5", "my.conf: there is no key moprh.seed; did you mean morph.seed?")]
    [InlineData("colour = blue", "my.conf: there is no key colour; hocon/morph.conf lists all keys with their meaning.")]
    [InlineData("morph.train = 5", "my.conf: morph.train is a block of keys, not a key; write morph.train { KEY = VALUE }.")]
    [InlineData("morph.train.window { side = 3 }", "my.conf: morph.train.window is a key, not a block; it takes a multiple of 8 from 64 to 4096.")]
    [InlineData("morph.train.window = 100", "my.conf: morph.train.window = 100 is not allowed: it takes a multiple of 8 from 64 to 4096.")]
    [InlineData("morph.train.window = large", "my.conf: morph.train.window = large is not allowed: it takes a multiple of 8 from 64 to 4096.")]
    [InlineData("morph.train.learning-rate = 0", "my.conf: morph.train.learning-rate = 0 is not allowed: it takes a number above 0, at most 1.")]
    [InlineData("morph.reduce.min-dist = nan", "my.conf: morph.reduce.min-dist = nan is not allowed: it takes a number from 0 to 1.")]
    [InlineData("morph.cluster.clusters = 0", "my.conf: morph.cluster.clusters = 0 is not allowed: it takes a whole number from 1 to 1000, samples or auto.")]
    [InlineData("morph.mask.foreground = darker", "my.conf: morph.mask.foreground = darker is not allowed: it takes brighter or minority.")]
    [InlineData("morph.mask.foreground = 1", "my.conf: morph.mask.foreground = 1 is not allowed: it takes brighter or minority.")]
    [InlineData("morph.work.lease = 5", "my.conf: morph.work.lease = 5 is not allowed: it takes a time from 1s to 24h, like 30s, 5m or 1h.")]
    [InlineData("morph.seed = [1, 2]", "my.conf: morph.seed is a list, but it takes one value: a whole number from 0.")]
    [InlineData("morph.load.channels = [DNA, DNA]", "my.conf: morph.load.channels = DNA,DNA is not allowed: it takes a list of different names, like DNA,pH3,actin.")]
    [InlineData("morph.seed", "my.conf: the key morph.seed has no value; write morph.seed = VALUE, or take the line out.")]
    [InlineData("morph {\n  seed = 1\n", "my.conf, line 1: '{' is opened and not closed.")]
    [InlineData("morph { seed = 1 }\n}\n", "my.conf, line 2: '}' closes nothing that is open.")]
    [InlineData("# }\n// [\nmorph.report.title = \"a { b\"\nmorph.load.channels = [a", "my.conf, line 4: '[' is opened and not closed.")]
    [InlineData("morph.report.title = \"a", "my.conf, line 1: a quote is opened and not closed.")]
    [InlineData("morph.seed = 1\nmorph { train { epochs = 9 }, seed = 2 }", "my.conf, line 2, cannot be understood as HOCON (Unknown token at position 43); write one key per line, like morph.seed = 7.")]
    [InlineData("include \"other.conf\"", "my.conf cannot be understood as HOCON (include is not supported); write one key per line, like morph.seed = 7.")]
    public void A_wrong_file_is_refused_with_the_key_and_the_way_out(string text, string message)
    {
        var failure = Assert.Throws<ConfigurationException>(() => ConfigurationResolver.Apply(text, "my.conf", RunConfiguration.Default));
        Assert.Equal(message, failure.Message);
        Assert.Equal(ExitCode.Refused, failure.ExitCode);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var failure = Assert.Throws<ConfigurationException>(() => ConfigurationResolver.Resolve("/nowhere/my.conf", []));
        Assert.Contains("/nowhere/my.conf does not exist", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_keeps_its_backslashes_between_three_quotes()
    {
        const string pattern = "(?<sample>[A-Z]\\d+)_(?<field>\\d+)_(?<channel>\\w+)\\.tif";
        var configuration = ConfigurationResolver.Apply($"morph.load.pattern = \"\"\"{pattern}\"\"\"", "my.conf", RunConfiguration.Default);
        Assert.Equal(pattern, configuration.Settings.Load.Pattern);
    }

    [Fact]
    public void Every_value_is_written_as_it_is_read()
    {
        foreach (var key in SettingKeys.All)
        {
            var shown = key.Read(ConfigurationResolver.Reference);
            Assert.Equal(shown, key.Read(key.Write(RunConfiguration.Default, shown)!));
        }
    }

    [Fact]
    public void The_first_key_that_differs_is_found_and_the_blocks_work_and_node_are_not_looked_at()
    {
        var other = MorphSettings.Default with { Seed = 2, Embed = MorphSettings.Default.Embed with { Stride = 64 } };
        Assert.Equal("morph.seed", SettingKeys.FirstDifference(MorphSettings.Default, other)!.Path);
        Assert.Equal("morph.embed.stride", SettingKeys.FirstDifference(other with { Seed = 1 }, MorphSettings.Default)!.Path);
        Assert.DoesNotContain(SettingKeys.All, k => k.DecidesResults && (k.IsIn("morph.work") || k.IsIn("morph.node")));
        Assert.Equal(SettingKeys.All.Count, SettingKeys.All.Count(k => k.DecidesResults || k.IsIn("morph.work") || k.IsIn("morph.node")));
    }
}
