using Morph.Actors.Hosting;
using Morph.Domain.Errors;

namespace Morph.Actors.Tests.Hosting;

public sealed class JournalPlaceTests
{
    private const string Forms =
        "It takes an Npgsql connection string, like Host=db;Database=morph;Username=morph;Password=..., or sqlite:/path/journal.db for processes of one machine.";

    [Theory]
    [InlineData("sqlite:/data/journal.db", "sqlite:/data/journal.db")]
    [InlineData("Host=db;Database=morph;Username=morph;Password=secret", "postgresql://db:5432/morph")]
    [InlineData("Server=10.0.0.5;Port=6543;Database=ledger;User Id=a;Password='s;cret'", "postgresql://10.0.0.5:6543/ledger")]
    public void A_place_is_described_without_its_password(string text, string description)
    {
        var place = JournalPlace.Parse(text);
        Assert.Equal(description, place.Description);
        Assert.Equal(description, place.ToString());
    }

    [Theory]
    [InlineData("", "morph.node.database is empty: a node has to know where the ledger is. " + Forms + " The variable MORPH_DATABASE sets it, too.")]
    [InlineData("sqlite:journal.db", "morph.node.database: 'sqlite:journal.db' names no file by its absolute path. " + Forms)]
    [InlineData("sqlite:/data/", "morph.node.database: 'sqlite:/data/' names no file by its absolute path. " + Forms)]
    [InlineData("postgresql://morph:secret@db/morph?sslmode=require", "morph.node.database is a URL, which the database driver does not understand. " + Forms)]
    [InlineData("Host=db;Password=secret", "morph.node.database has no Database=. " + Forms)]
    [InlineData("Database=morph;Password=secret", "morph.node.database has no Host=. " + Forms)]
    public void A_wrong_place_is_refused_with_what_is_allowed(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => JournalPlace.Parse(text)).Message);

    [Theory]
    [InlineData("/data/journal.db")]
    [InlineData("Hots=db;Database=morph;Password=secret")]
    [InlineData("Host=db;Database=morph;Port=secret")]
    [InlineData("Host=db;Database=morph;SSL Mode=secret")]
    [InlineData("Host=db;Database=morph;Password='secret")]
    public void What_is_no_connection_string_is_refused_without_repeating_it(string text)
    {
        var message = Assert.Throws<ConfigurationException>(() => JournalPlace.Parse(text)).Message;
        Assert.StartsWith("morph.node.database is no connection string (", message, StringComparison.Ordinal);
        Assert.EndsWith(Forms, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plugins_get_the_users_connection_with_limits_that_he_did_not_set()
    {
        var own = JournalPlace.Parse("Host=db;Database=morph;Password=a\"b\\c;Timeout=7").Configuration();
        foreach (var plugin in new[] { "journal.sql", "snapshot-store.sql", "query.journal.sql" })
        {
            var connection = new Npgsql.NpgsqlConnectionStringBuilder(own.GetString($"akka.persistence.{plugin}.connection-string"));
            Assert.Equal(("a\"b\\c", 7, 10, 20, "morph"), (connection.Password, connection.Timeout, connection.CommandTimeout, connection.MaxPoolSize, connection.ApplicationName));
            Assert.Equal("PostgreSQL.15", own.GetString($"akka.persistence.{plugin}.provider-name"));
        }
    }

    [Fact]
    public async Task A_file_is_made_with_a_write_ahead_log()
    {
        using var folder = new TemporaryFolder();
        await JournalPlace.File(folder.File("journal.db")).CheckAsync(CancellationToken.None);
        Assert.Equal(2, File.ReadAllBytes(folder.File("journal.db"))[18]); // the header's write version: 2 for a write-ahead log
    }

    [Fact]
    public async Task A_folder_that_is_missing_and_a_file_of_something_else_are_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            $"The folder of the ledger sqlite:{folder.Path}/gone/journal.db does not exist: make it, or correct morph.node.database.",
            await RefusalAsync($"sqlite:{folder.Path}/gone/journal.db"));
        File.WriteAllText(folder.File("journal.db"), new string('x', 4096));
        Assert.Equal(
            $"The ledger sqlite:{folder.Path}/journal.db cannot be used (it is no SQLite database): let this user write to the file and its folder, or name another in morph.node.database.",
            await RefusalAsync($"sqlite:{folder.Path}/journal.db"));
        Directory.CreateDirectory(folder.File("folder.db"));
        Assert.Contains("(the file cannot be opened)", await RefusalAsync($"sqlite:{folder.Path}/folder.db"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_within_seconds()
    {
        var port = PostgreSqlServer.FreePort();
        var message = await RefusalAsync($"Host=127.0.0.1;Port={port};Database=morph;Password=secret");
        Assert.StartsWith($"The PostgreSQL server 127.0.0.1:{port} with the database 'morph' cannot be reached (", message, StringComparison.Ordinal);
        Assert.EndsWith("): start it, or correct Host and Port in morph.node.database.", message, StringComparison.Ordinal);

        Assert.StartsWith(
            "The PostgreSQL server no-such-host.invalid:5432 with the database 'morph' cannot be reached (",
            await RefusalAsync("Host=no-such-host.invalid;Database=morph"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_five_seconds()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        Assert.Equal(
            $"The PostgreSQL server 127.0.0.1:{port} with the database 'morph' did not answer within 5 s: check that it runs and that no firewall is between, or correct morph.node.database.",
            await RefusalAsync($"Host=127.0.0.1;Port={port};Database=morph;Timeout=60"));
    }

    [SkippableFact]
    public async Task A_real_server_is_accepted_and_its_refusals_are_told_apart()
    {
        using var server = PostgreSqlServer.StartOrSkip();
        var at = $"The PostgreSQL server 127.0.0.1:{server.Port}";
        await JournalPlace.Parse(server.ConnectionString).CheckAsync(CancellationToken.None);
        Assert.Equal(
            $"{at} has no database 'nothing': make it (createdb), or correct Database in morph.node.database.",
            await RefusalAsync(server.ConnectionString.Replace("Database=morph", "Database=nothing", StringComparison.Ordinal)));
        Assert.Equal(
            $"{at} refuses the password of the user 'morph' for the database 'morph': correct Username and Password in morph.node.database.",
            await RefusalAsync(server.ConnectionString.Replace(server.Password, "wrong", StringComparison.Ordinal)));

        await using (var connection = new Npgsql.NpgsqlConnection(server.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand("create role guest login password 'guest'", connection);
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal(
            $"{at} lets the user 'guest' make no tables in the database 'morph': make the user its owner (ALTER DATABASE ... OWNER TO ...), or grant CREATE on its schema.",
            await RefusalAsync($"Host=127.0.0.1;Port={server.Port};Database=morph;Username=guest;Password=guest"));

        server.Stop();
        Assert.StartsWith($"{at} with the database 'morph' cannot be reached (", await RefusalAsync(server.ConnectionString), StringComparison.Ordinal);
        server.Start();
        await JournalPlace.Parse(server.ConnectionString).CheckAsync(CancellationToken.None);
    }

    private static async Task<string> RefusalAsync(string place) =>
        (await Assert.ThrowsAsync<ConfigurationException>(() => JournalPlace.Parse(place).CheckAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)))).Message;
}
