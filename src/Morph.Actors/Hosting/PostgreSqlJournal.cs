using System.Net.Sockets;
using Morph.Domain.Errors;
using Npgsql;

namespace Morph.Actors.Hosting;

/// <summary>A ledger in a PostgreSQL database: that of a cluster.</summary>
internal sealed class PostgreSqlJournal : JournalPlace
{
    /// <summary>Most connections of one node, where the user has not said: servers allow a hundred in all.</summary>
    private const int Connections = 20;

    /// <summary>How long a command may take, in seconds: as long as the circuit breaker of hocon/persistence.conf waits.</summary>
    private const int CommandSeconds = 10;

    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgreSqlJournal(NpgsqlConnectionStringBuilder settings) => _settings = settings;

    /// <inheritdoc/>
    public override string Description => $"postgresql://{_settings.Host}:{_settings.Port}/{_settings.Database}";

    /// <inheritdoc/>
    protected override string Provider => "PostgreSQL.15";

    /// <summary>The user's own, with limits that suit a ledger where it has Npgsql's defaults.</summary>
    protected override string ConnectionString
    {
        get
        {
            var normal = new NpgsqlConnectionStringBuilder();
            return new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
            {
                ApplicationName = _settings.ApplicationName ?? "morph",
                Timeout = _settings.Timeout == normal.Timeout ? (int)CheckTimeout.TotalSeconds : _settings.Timeout,
                CommandTimeout = _settings.CommandTimeout == normal.CommandTimeout ? CommandSeconds : _settings.CommandTimeout,
                MaxPoolSize = _settings.MaxPoolSize == normal.MaxPoolSize ? Connections : _settings.MaxPoolSize,
            }.ConnectionString;
        }
    }

    private string Server => $"The PostgreSQL server {_settings.Host}:{_settings.Port}";

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The string.</param>
    /// <param name="forms">What is allowed, for people.</param>
    /// <exception cref="ConfigurationException">It is none, or lacks host or database.</exception>
    public static PostgreSqlJournal Parse(string text, string forms)
    {
        if (text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal))
        {
            throw new ConfigurationException($"morph.node.database is a URL, which the database driver does not understand. {forms}");
        }

        var settings = Settings(text, forms);
        var missing = string.IsNullOrEmpty(settings.Host) ? "Host" : string.IsNullOrEmpty(settings.Database) ? "Database" : null;
        return missing is null ? new(settings) : throw new ConfigurationException($"morph.node.database has no {missing}=. {forms}");
    }

    /// <summary>Logs in, and asks whether tables are there or can be made.</summary>
    public override async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            // Npgsql looks at its own limits only between two answers of the server: a silent one would be waited for.
            await AskAsync(cancellation).WaitAsync(CheckTimeout, cancellation);
        }
        catch (TimeoutException failure)
        {
            throw Silent(failure);
        }
        catch (PostgresException failure)
        {
            throw new ConfigurationException(Told(failure), failure);
        }
        catch (NpgsqlException failure) when (failure.InnerException is TimeoutException)
        {
            throw Silent(failure);
        }
        catch (Exception failure) when (failure is NpgsqlException or SocketException)
        {
            // Connections that were open before are broken, too: those in the pool would fail whoever gets them when the server is back.
            NpgsqlConnection.ClearPool(new(ConnectionString));
            var reason = (failure.InnerException ?? failure).Message;
            throw new ConfigurationException(
                $"{Server} with the database '{_settings.Database}' cannot be reached ({reason}): start it, or correct Host and Port in morph.node.database.", failure);
        }
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = (int)CheckTimeout.TotalSeconds, CommandTimeout = (int)CheckTimeout.TotalSeconds };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select to_regclass('journal') is not null or coalesce(has_schema_privilege(current_schema(), 'create'), false)";
        if (await command.ExecuteScalarAsync(cancellation) is not true)
        {
            throw new ConfigurationException(
                $"{Server} lets the user '{_settings.Username}' make no tables in the database '{_settings.Database}': make the user its owner (ALTER DATABASE ... OWNER TO ...), or grant CREATE on its schema.");
        }
    }

    private ConfigurationException Silent(Exception failure) => new(
        $"{Server} with the database '{_settings.Database}' did not answer within {CheckTimeout.TotalSeconds:0} s: check that it runs and that no firewall is between, or correct morph.node.database.",
        failure);

    private string Told(PostgresException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName => $"{Server} has no database '{_settings.Database}': make it (createdb), or correct Database in morph.node.database.",
        PostgresErrorCodes.InvalidPassword => $"{Server} refuses the password of the user '{_settings.Username}' for the database '{_settings.Database}': correct Username and Password in morph.node.database.",
        PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"{Server} lets the user '{_settings.Username}' not into the database '{_settings.Database}' ({failure.MessageText}): make the user, or let it in (pg_hba.conf).",
        PostgresErrorCodes.TooManyConnections => $"{Server} with the database '{_settings.Database}' has no connection left: raise its max_connections, or lower 'Maximum Pool Size' in morph.node.database.",
        PostgresErrorCodes.CannotConnectNow => $"{Server} with the database '{_settings.Database}' is starting or stopping: wait a moment.",
        _ => $"{Server} refuses the database '{_settings.Database}' ({failure.SqlState}: {failure.MessageText}): mend this on the server, or correct morph.node.database.",
    };

    private static NpgsqlConnectionStringBuilder Settings(string text, string forms)
    {
        try
        {
            return new(text);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Their messages name a keyword or a position, never a value.
            throw new ConfigurationException($"morph.node.database is no connection string ({failure.Message.TrimEnd('.')}). {forms}", failure);
        }
    }
}
