using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Cli.Configuration;
using Morph.Domain.Errors;

namespace Morph.Cli.Engine;

/// <summary>Where the ledger of a run lies that a cluster does.</summary>
internal static class ClusterLedger
{
    /// <summary>The place that <c>run.json</c> names. A file is opened as it is; the password of a server comes from the environment.</summary>
    /// <param name="recorded">The place without a password.</param>
    /// <param name="directory">The run directory, for messages.</param>
    /// <param name="environment">The variables of the process.</param>
    /// <exception cref="ConfigurationException">The environment names no ledger, or another one.</exception>
    public static JournalPlace PlaceOf(string recorded, RunDirectory directory, Func<string, string?> environment)
    {
        if (recorded.StartsWith(JournalPlace.SqlitePrefix, StringComparison.Ordinal))
        {
            return JournalPlace.Parse(recorded);
        }

        var database = EnvironmentKeys.Apply(environment, RunConfiguration.Default).Node.Database;
        if (database.Length == 0)
        {
            throw new ConfigurationException(
                $"The ledger of {directory.Root} is a cluster's, in {recorded}. Set MORPH_DATABASE to its connection string, as the nodes have it, or ask the cluster: morph status --seed-node HOST:PORT.");
        }

        var place = JournalPlace.Parse(database);
        return place.Description == recorded
            ? place
            : throw new ConfigurationException($"The ledger of {directory.Root} is in {recorded}, but MORPH_DATABASE names {place.Description}.");
    }
}
