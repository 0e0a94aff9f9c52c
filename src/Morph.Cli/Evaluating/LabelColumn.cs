using Morph.Artifacts.Tables;
using Morph.Cli.Configuration;
using Morph.Domain.Errors;

namespace Morph.Cli.Evaluating;

/// <summary>A column of the image set with a value for each window.</summary>
/// <param name="Name">Its name without the prefix "Metadata_".</param>
/// <param name="Values">n values; empty where a field has none.</param>
internal sealed record LabelColumn(string Name, string[] Values)
{
    private const string Sample = "Sample";
    private const string Set = "Set";

    /// <summary>Finds a column by name, with or without the prefix, in capitals or not.</summary>
    /// <param name="table">The kept windows.</param>
    /// <param name="asked">The name as the user gave it.</param>
    /// <param name="option">The option it was given with, for the message.</param>
    /// <exception cref="ConfigurationException">There is no such column; the message lists those that exist.</exception>
    public static LabelColumn Find(WindowTable table, string asked, string option)
    {
        var name = asked.StartsWith(ColumnNames.MetadataPrefix, StringComparison.OrdinalIgnoreCase) ? asked[ColumnNames.MetadataPrefix.Length..] : asked;
        string[] names = [Sample, .. table.Metadata.Keys, Set];
        var found = names.FirstOrDefault(n => n == name) ?? names.FirstOrDefault(n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        return found switch
        {
            null => throw new ConfigurationException(
                $"{option} {asked}: the image set has no column '{name}'{(NearestName.Of(name, names) is { } nearest ? $"; did you mean {nearest}?" : ".")} "
                + $"There are {string.Join(", ", names)}."),
            Sample => new(Sample, table.Sample),
            Set => new(Set, table.Set),
            _ => new(found, table.Metadata[found]),
        };
    }
}
