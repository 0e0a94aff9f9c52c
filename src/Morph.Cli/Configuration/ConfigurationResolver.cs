using Morph.Domain.Errors;

namespace Morph.Cli.Configuration;

/// <summary>One value given on the command line.</summary>
/// <param name="Option">The option as typed, like <c>--stride</c>.</param>
/// <param name="Key">The key it sets.</param>
/// <param name="Value">The value as typed.</param>
internal sealed record OptionValue(string Option, SettingKey Key, string Value);

/// <summary>Lays the user's file, the environment and the command line over the reference configuration, in this order.</summary>
internal static class ConfigurationResolver
{
    private static readonly Lazy<RunConfiguration> ReferenceConfiguration = new(() => Apply(ReferenceText(), "the reference configuration", RunConfiguration.Default));

    /// <summary>The reference configuration, as built into the program.</summary>
    public static RunConfiguration Reference => ReferenceConfiguration.Value;

    /// <summary>Text of <c>hocon/morph.conf</c>, as built into the program.</summary>
    public static string ReferenceText() => Text("morph.conf");

    /// <summary>Text of a file of <c>hocon</c> that holds <c>morph</c> keys, as built into the program: <c>morph.conf</c>, <c>preset-NAME.conf</c> or <c>role-ROLE.conf</c>.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(ConfigurationResolver).Assembly.GetManifestResourceStream($"hocon/{name}")
            ?? throw new InvalidOperationException($"The program was built without hocon/{name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Resolves a configuration.</summary>
    /// <param name="file">The user's file; null for none.</param>
    /// <param name="options">Values of the command line, which win.</param>
    /// <param name="onto">What the file and the options are laid over; null for the reference.</param>
    /// <param name="environment">The variables of the process, by name: those of <see cref="EnvironmentKeys"/> count. Null, for commands of a single machine: none does.</param>
    /// <exception cref="ConfigurationException">The file cannot be read, or one of its keys or values, or of the environment's, is wrong.</exception>
    /// <exception cref="UsageException">A value of the command line is not allowed.</exception>
    public static RunConfiguration Resolve(
        string? file, IEnumerable<OptionValue> options, RunConfiguration? onto = null, Func<string, string?>? environment = null)
    {
        var configuration = onto ?? Reference;
        if (file is not null)
        {
            configuration = Apply(TextOf(file), file, configuration);
        }

        if (environment is not null)
        {
            configuration = EnvironmentKeys.Apply(environment, configuration);
        }

        foreach (var (option, key, value) in options)
        {
            configuration = key.Write(configuration, value.Trim())
                ?? throw new UsageException($"{option} '{value}' is not allowed: {key.Hint(value)}");
        }

        return configuration;
    }

    /// <summary>Lays one text over a configuration.</summary>
    /// <exception cref="ConfigurationException">A key or value is wrong.</exception>
    public static RunConfiguration Apply(string text, string source, RunConfiguration configuration)
    {
        var (entries, akka) = HoconText.Read(text, source);
        foreach (var entry in entries)
        {
            var key = SettingKeys.All.FirstOrDefault(k => k.Path == entry.Path) ?? throw new ConfigurationException(Unknown(entry.Path, source));
            if (entry.IsList && !key.IsList)
            {
                throw new ConfigurationException($"{source}: {key.Path} is a list, but it takes one value: {key.Allowed}.");
            }

            configuration = key.Write(configuration, entry.Value.Trim())
                ?? throw new ConfigurationException($"{source}: {key.Path} = {entry.Value} is not allowed: {key.Hint(entry.Value)}");
        }

        return akka is null ? configuration : configuration with { Akka = akka };
    }

    private static string Unknown(string path, string source)
    {
        if (SettingKeys.All.Any(k => k.Path.StartsWith(path + ".", StringComparison.Ordinal)))
        {
            return $"{source}: {path} is a block of keys, not a key; write {path} {{ KEY = VALUE }}.";
        }

        var inside = SettingKeys.All.FirstOrDefault(k => path.StartsWith(k.Path + ".", StringComparison.Ordinal));
        if (inside is not null)
        {
            return $"{source}: {inside.Path} is a key, not a block; it takes {inside.Allowed}.";
        }

        var nearest = NearestName.OfPath(path, [.. SettingKeys.All.Select(k => k.Path)]);
        return $"{source}: there is no key {path}; "
            + (nearest is null ? "hocon/morph.conf lists all keys with their meaning." : $"did you mean {nearest}?");
    }

    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"The configuration file {file} does not exist; check the path given to --config.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The configuration file {file} cannot be read: {e.Message}", e);
        }
    }
}
