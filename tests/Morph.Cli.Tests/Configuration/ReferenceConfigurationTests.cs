using System.Text.RegularExpressions;
using Morph.Cli.Configuration;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Configuration;

public sealed partial class ReferenceConfigurationTests
{
    [Fact]
    public void Every_key_of_the_program_is_in_the_reference_and_no_other()
    {
        var (entries, _) = HoconText.Read(ConfigurationResolver.ReferenceText(), "morph.conf");
        Assert.Equal(SettingKeys.All.Select(k => k.Path).Order(), entries.Select(e => e.Path).Order());
    }

    [Fact]
    public void The_defaults_of_the_reference_are_those_of_the_domain()
    {
        // Key by key, from a configuration in which every value is another: a key that the reference did not set would stay different.
        foreach (var key in SettingKeys.All)
        {
            Assert.Equal(key.Read(RunConfiguration.Default), key.Read(ConfigurationResolver.Reference));
        }

        Assert.Equal(WorkSettings.Default, ConfigurationResolver.Reference.Work);
        Assert.Null(SettingKeys.FirstDifference(MorphSettings.Default, ConfigurationResolver.Reference.Settings));
    }

    [Fact]
    public void Every_property_of_the_settings_has_a_key()
    {
        var blocks = typeof(MorphSettings).GetProperties().Where(p => p.PropertyType.Namespace == typeof(MorphSettings).Namespace && p.Name != nameof(MorphSettings.Default));
        var wanted = blocks.SelectMany(b => KeysOf(b.PropertyType, $"morph.{Kebab(b.Name)}")).Append("morph.seed");
        Assert.Equal(wanted.Order(), SettingKeys.All.Where(k => k.DecidesResults).Select(k => k.Path).Order());
    }

    private static IEnumerable<string> KeysOf(Type block, string path) => block.GetProperties().Where(p => p.CanWrite).SelectMany(p =>
        p.PropertyType is { IsClass: true } inner && inner.Namespace == typeof(MorphSettings).Namespace ? KeysOf(inner, $"{path}.{Kebab(p.Name)}") : [$"{path}.{Kebab(p.Name)}"]);

    [Fact]
    public void Every_property_of_a_node_has_a_key() =>
        Assert.Equal(
            typeof(NodeSettings).GetProperties().Where(p => p.CanWrite).Select(p => $"morph.node.{Kebab(p.Name)}").Order(),
            SettingKeys.All.Where(k => k.IsIn(SettingKeys.NodeBlock)).Select(k => k.Path).Order());

    [Fact]
    public void Every_key_of_the_reference_has_a_comment_above_it()
    {
        var lines = ConfigurationResolver.ReferenceText().Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (KeyLine().IsMatch(lines[i]))
            {
                Assert.StartsWith("#", lines[i - 1].Trim(), StringComparison.Ordinal);
            }
        }
    }

    [GeneratedRegex(@"^\s+[a-z-]+ = ")]
    private static partial Regex KeyLine();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|(?<=^N)(?=[A-Z])")]
    private static partial Regex WordBorder();

    private static string Kebab(string name) => WordBorder().Replace(name, "-").ToLowerInvariant();
}
