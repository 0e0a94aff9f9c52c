namespace Morph.Cli.Configuration;

/// <summary>One key of the configuration: where it lies, what it may hold, and how it is read from and written into the records.</summary>
/// <param name="Path">Full path, like <c>morph.train.iterations</c>.</param>
/// <param name="Allowed">The allowed values, for people.</param>
/// <param name="IsList">Whether the value is a list.</param>
/// <param name="Read">The value as text.</param>
/// <param name="Write">The configuration with this value; null when the text is not allowed.</param>
internal sealed record SettingKey(
    string Path,
    string Allowed,
    bool IsList,
    Func<RunConfiguration, string> Read,
    Func<RunConfiguration, string, RunConfiguration?> Write)
{
    /// <summary>Whether the value decides what a run computes.</summary>
    public bool DecidesResults => !Path.StartsWith(SettingKeys.WorkBlock + ".", StringComparison.Ordinal);

    /// <summary>A key of a kind of value.</summary>
    public static SettingKey Of<T>(
        string path,
        ValueKind<T> kind,
        Func<RunConfiguration, T> get,
        Func<RunConfiguration, T, RunConfiguration> set) =>
        new(
            path,
            kind.Allowed,
            kind.IsList,
            configuration => kind.Show(get(configuration)),
            (configuration, text) => kind.Read(text) is (true, var value) ? set(configuration, value) : null);
}
