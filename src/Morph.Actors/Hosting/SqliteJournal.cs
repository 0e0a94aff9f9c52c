using Microsoft.Data.Sqlite;
using Morph.Domain.Errors;

namespace Morph.Actors.Hosting;

/// <summary>A ledger in an SQLite file: that of one machine, or of several processes on it.</summary>
/// <param name="file">Absolute path of the file.</param>
internal sealed class SqliteJournal(string file) : JournalPlace
{
    /// <summary>How long a writer waits for another process, in seconds.</summary>
    private const int LockTimeout = 30;

    /// <inheritdoc/>
    public override string Description => SqlitePrefix + file;

    /// <inheritdoc/>
    protected override string Provider => "SQLite.MS";

    /// <inheritdoc/>
    protected override string ConnectionString => new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = LockTimeout }.ToString();

    /// <summary>There is one writer at a time: more would only wait for each other.</summary>
    protected override string JournalKeys => "parallelism = 1";

    /// <summary>Opens the file, making it when missing, and turns on the write-ahead log, with which readers and a writer do not hinder each other.</summary>
    public override async Task CheckAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new ConfigurationException($"The folder of the ledger {Description} does not exist: make it, or correct morph.node.database.");
        }

        try
        {
            await Task.Run(Open, cancellation).WaitAsync(CheckTimeout, cancellation);
        }
        catch (TimeoutException failure)
        {
            throw new ConfigurationException($"The ledger {Description} did not answer within {CheckTimeout.TotalSeconds:0} s: another process holds it, or its disk does not answer.", failure);
        }
        catch (SqliteException failure)
        {
            throw new ConfigurationException($"The ledger {Description} cannot be used ({Reason(failure)}): let this user write to the file and its folder, or name another in morph.node.database.", failure);
        }
    }

    private void Open()
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = (int)CheckTimeout.TotalSeconds, Pooling = false };
        using var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        if (command.ExecuteScalar() is not "wal")
        {
            throw new ConfigurationException(
                $"The ledger {Description} lies where SQLite has no write-ahead log, on a network share perhaps: name a file on a local disk, or a PostgreSQL server for several machines.");
        }

        // A database that can be read but not written says so only when it is written to.
        command.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
        command.ExecuteNonQuery();
    }

    private static string Reason(SqliteException failure) =>
        failure.SqliteErrorCode switch
        {
            8 => "it is read-only",
            14 => "the file cannot be opened",
            26 => "it is no SQLite database",
            _ => failure.Message,
        };
}
