using Morph.Domain.Errors;

namespace Morph.Cli.Configuration;

/// <summary>
/// The variables by which a container sets what differs from node to node. They win over the user's file and yield to the command line; nothing
/// that decides a result can be set by them. An empty variable counts as none, since compose files set <c>${NAME:-}</c>.
/// </summary>
internal static class EnvironmentKeys
{
    /// <summary>All variables and the key that each sets, in the order of the keys.</summary>
    public static IReadOnlyList<(string Variable, SettingKey Key)> All { get; } =
    [
        ("MORPH_PARALLELISM", SettingKeys.At("morph.work.parallelism")),
        ("MORPH_ROLES", SettingKeys.At("morph.node.roles")),
        ("MORPH_HOSTNAME", SettingKeys.At("morph.node.hostname")),
        ("MORPH_BIND_HOSTNAME", SettingKeys.At("morph.node.bind-hostname")),
        ("MORPH_PORT", SettingKeys.At("morph.node.port")),
        ("MORPH_HTTP_PORT", SettingKeys.At("morph.node.http-port")),
        ("MORPH_SEED_NODES", SettingKeys.At("morph.node.seed-nodes")),
        ("MORPH_DATABASE", SettingKeys.At("morph.node.database")),
        ("MORPH_SHARED_DIRECTORY", SettingKeys.At("morph.node.shared-directory")),
    ];

    /// <summary>Lays the environment over a configuration.</summary>
    /// <param name="environment">The variables of the process, by name.</param>
    /// <param name="configuration">What they are laid over.</param>
    /// <exception cref="ConfigurationException">A value is not allowed; the message names the variable.</exception>
    public static RunConfiguration Apply(Func<string, string?> environment, RunConfiguration configuration)
    {
        foreach (var (variable, key) in All)
        {
            if (environment(variable)?.Trim() is { Length: > 0 } value)
            {
                configuration = key.Write(configuration, value)
                    ?? throw new ConfigurationException($"{variable} = {value} is not allowed for {key.Path}: {key.Hint(value)}");
            }
        }

        return configuration;
    }
}
