using Akka.Configuration;
using Akka.Persistence.Sql;
using Microsoft.Data.Sqlite;
using Morph.Domain.Runs;

namespace Morph.Actors.Hosting;

/// <summary>The actor system's configuration: <c>hocon/akka.conf</c>, the journal's place, and what the user overrides.</summary>
public static class AkkaConfiguration
{
    /// <summary>The text of <c>hocon/akka.conf</c>.</summary>
    public static string Reference { get; } = Read("akka.conf");

    /// <summary>Configuration of a single machine: the journal is an SQLite file of the run directory, the log lies beside it.</summary>
    /// <param name="journalFile">The file; made when missing.</param>
    /// <param name="overrides">The user's <c>akka</c> block; may be empty.</param>
    /// <param name="logFile">Where warnings go; null for nowhere.</param>
    public static Config Local(string journalFile, Config overrides, string? logFile = null) =>
        overrides.WithFallback(Log(logFile)).WithFallback(AllRoles).WithFallback(Journal(journalFile)).WithFallback(ConfigurationFactory.ParseString(Reference)).WithFallback(SqlPersistence.DefaultConfiguration);

    private static Config AllRoles { get; } = ConfigurationFactory.ParseString($"akka.cluster.roles = [{string.Join(", ", NodeRoles.All)}]");

    private static Config Journal(string journalFile)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = journalFile, DefaultTimeout = 30 }.ToString();
        var place = $"connection-string = \"{Escaped(connection)}\"\nprovider-name = \"SQLite.MS\"";
        return ConfigurationFactory.ParseString($$"""
            akka.persistence {
              journal.sql { {{place}}
                parallelism = 1 }
              snapshot-store.sql { {{place}} }
              query.journal.sql { {{place}} }
            }
            """);
    }

    private static Config Log(string? file) =>
        ConfigurationFactory.ParseString(file is null ? "" : $"{RunLog.FileKey} = \"{Escaped(file)}\"");

    private static string Escaped(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"");

    private static string Read(string name)
    {
        using var stream = typeof(AkkaConfiguration).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
