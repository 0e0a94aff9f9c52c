using Akka.Configuration;
using ConfigurationException = Morph.Domain.Errors.ConfigurationException;

namespace Morph.Actors.Hosting;

/// <summary>Where a ledger is: journal and snapshots in one database. What is printed of it never holds a password.</summary>
public abstract class JournalPlace
{
    /// <summary>What a text begins with that names an SQLite file.</summary>
    public const string SqlitePrefix = "sqlite:";

    /// <summary>How long a database may take to answer a check.</summary>
    protected static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    private const string Forms =
        "It takes an Npgsql connection string, like Host=db;Database=morph;Username=morph;Password=..., or sqlite:/path/journal.db for processes of one machine.";

    private protected JournalPlace()
    {
    }

    /// <summary>The place in a form for people: <c>postgresql://host:port/database</c> or <c>sqlite:/path</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Name of linq2db's dialect.</summary>
    protected abstract string Provider { get; }

    /// <summary>The connection string that the plugins get.</summary>
    protected abstract string ConnectionString { get; }

    /// <summary>Further keys of the journal plugin, as HOCON lines.</summary>
    protected virtual string JournalKeys => "";

    /// <summary>Reads a place as <c>morph.node.database</c> names it.</summary>
    /// <exception cref="ConfigurationException">The text is neither form; the message says the way out, and never holds a value of the text.</exception>
    public static JournalPlace Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ConfigurationException($"morph.node.database is empty: a node has to know where the ledger is. {Forms} The variable MORPH_DATABASE sets it, too.");
        }

        if (text.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
        {
            var path = text[SqlitePrefix.Length..].Trim();
            return Path.IsPathFullyQualified(path) && !Path.EndsInDirectorySeparator(path)
                ? File(path)
                : throw new ConfigurationException($"morph.node.database: '{text}' names no file by its absolute path. {Forms}");
        }

        return PostgreSqlJournal.Parse(text, Forms);
    }

    /// <summary>A ledger in an SQLite file, for the processes of one machine.</summary>
    /// <param name="path">The file; made when missing.</param>
    public static JournalPlace File(string path) => new SqliteJournal(Path.GetFullPath(path));

    /// <summary>Opens a connection and asks whether a ledger can be kept there.</summary>
    /// <exception cref="ConfigurationException">It cannot; the message names the place, the reason and the way out in one sentence or two.</exception>
    /// <exception cref="OperationCanceledException">The caller did not want to wait.</exception>
    public abstract Task CheckAsync(CancellationToken cancellation);

    /// <summary>The configuration of the journal, of the snapshots and of queries over both. It may hold a password: do not log it.</summary>
    public Config Configuration()
    {
        var place = $"connection-string = \"{Escaped(ConnectionString)}\"\nprovider-name = \"{Provider}\"";
        return ConfigurationFactory.ParseString($$"""
            akka.persistence {
              journal.sql {
                {{place}}
                {{JournalKeys}}
              }
              snapshot-store.sql {
                {{place}}
              }
              query.journal.sql {
                {{place}}
              }
            }
            """);
    }

    /// <inheritdoc/>
    public override string ToString() => Description;

    /// <summary>A text as it stands between two quotes of HOCON.</summary>
    internal static string Escaped(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"");
}
