using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Morph.Tests;

/// <summary>A real PostgreSQL server of a test's own, by <c>eng/postgres.sh</c>: on a free loopback port, with one user and one database, both named morph.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private static readonly Lock s_installing = new();

    // Directly in a folder that everybody may enter: PostgreSQL refuses root, for whom the script takes another user.
    private readonly string _folder = $"/var/tmp/morph-test-{Guid.NewGuid():N}";

    private PostgreSqlServer()
    {
        lock (s_installing)
        {
            var (exitCode, output, errors) = Script("start");
            if (exitCode != 0)
            {
                Directory.Delete(_folder, recursive: true);
            }

            Skip.If(exitCode != 0, $"No PostgreSQL server can be started here: {errors}");
            ConnectionString = output;
        }
    }

    /// <summary>For Npgsql and for <c>morph.node.database</c>; it holds the password.</summary>
    public string ConnectionString { get; }

    /// <summary>The same through its socket: for programs on this machine whose loopback interface is another.</summary>
    public string SocketConnectionString => ConnectionString.Replace("Host=127.0.0.1", $"Host={_folder}", StringComparison.Ordinal);

    public int Port => int.Parse(Of("Port"), System.Globalization.CultureInfo.InvariantCulture);

    public string Password => Of("Password");

    /// <summary>Starts a server; skips the test, with the script's message, where none can be started or installed.</summary>
    public static PostgreSqlServer StartOrSkip() => new();

    /// <summary>Ends the server at once and keeps its data, as a machine that goes down does.</summary>
    public void Stop() => Require("crash");

    /// <summary>Starts it again after <see cref="Stop"/>, on the same port.</summary>
    public void Start() => Assert.Equal(ConnectionString, Require("start"));

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A loopback port on which nothing listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Of(string key) => ConnectionString.Split(';').Single(p => p.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];

    private string Require(string command)
    {
        var (exitCode, output, errors) = Script(command);
        return exitCode == 0 ? output : throw new InvalidOperationException($"postgres.sh {command} ended with {exitCode}: {errors}");
    }

    private (int ExitCode, string Output, string Errors) Script(string command)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(TestData.RepositoryRoot, "eng", "postgres.sh"), command, _folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Trim(), errors.Result.Trim());
    }
}
