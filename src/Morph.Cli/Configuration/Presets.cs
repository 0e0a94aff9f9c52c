using Morph.Domain.Errors;

namespace Morph.Cli.Configuration;

/// <summary>Configurations that go by a name: the files <c>hocon/preset-NAME.conf</c>, as built into the program, laid over the reference.</summary>
internal static class Presets
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["paper"];

    /// <summary>The reference configuration with a preset laid over it; the reference alone where none is named.</summary>
    /// <param name="name">One of <see cref="Names"/>, or null.</param>
    /// <exception cref="UsageException">No preset has the name.</exception>
    public static RunConfiguration Of(string? name) =>
        name is null ? ConfigurationResolver.Reference
        : Names.Contains(name) ? ConfigurationResolver.Apply(ConfigurationResolver.Text($"preset-{name}.conf"), $"the preset {name}", ConfigurationResolver.Reference)
        : throw new UsageException($"--preset '{name}' is not known: it takes {string.Join(" or ", Names)}; without it Morph's own defaults hold.");
}
