namespace Morph.Cli.Configuration;

/// <summary>One key of the configuration: where it lies, what it may hold, and how it is read from and written into the records.</summary>
/// <param name="Path">Full path, like <c>morph.train.iterations</c>.</param>
/// <param name="Allowed">The allowed values, for people.</param>
/// <param name="IsList">Whether the value is a list.</param>
/// <param name="Read">The value as text.</param>
/// <param name="Write">The configuration with this value; null when the text is not allowed.</param>
/// <param name="Meant">The right value that a wrong one probably means; null when none is near.</param>
internal sealed record SettingKey(
    string Path,
    string Allowed,
    bool IsList,
    Func<RunConfiguration, string> Read,
    Func<RunConfiguration, string, RunConfiguration?> Write,
    Func<string, string?> Meant)
{
    /// <summary>Whether the value decides what a run computes.</summary>
    public bool DecidesResults => !IsIn(SettingKeys.WorkBlock) && !IsIn(SettingKeys.NodeBlock);

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
            (configuration, text) => kind.Read(text) is (true, var value) ? set(configuration, value) : null,
            kind.Meant ?? (_ => null));

    /// <summary>Whether the key lies in a block.</summary>
    /// <param name="block">Path of the block, like <c>morph.work</c>.</param>
    public bool IsIn(string block) => Path.StartsWith(block + ".", StringComparison.Ordinal);

    /// <summary>What a wrong value is answered with: "it takes a whole number from 1."</summary>
    /// <param name="text">The value that is not allowed.</param>
    public string Hint(string text) => $"it takes {Allowed}{(Meant(text) is { } meant ? $"; did you mean {meant}?" : ".")}";
}
