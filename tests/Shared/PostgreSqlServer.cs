using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Morph.Tests;

/// <summary>A real PostgreSQL server of a test's own, on a free loopback port, with one user and one database, both named morph.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    public const string Password = "secret-of-the-test";

    private readonly string _folder;

    private PostgreSqlServer(string folder, int port) => (_folder, Port) = (folder, port);

    public int Port { get; }

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Database=morph;Username=morph;Password={Password}";

    /// <summary>Starts a server; skips the test, saying so, where PostgreSQL is not installed.</summary>
    public static PostgreSqlServer StartOrSkip()
    {
        Skip.If(Programs() is null, "PostgreSQL is not here: install it (on Debian and Ubuntu: apt-get install postgresql).");
        var port = FreePort();
        var folder = Shell($"""
            set -e
            cd /
            folder=$(mktemp -d)
            echo {Password} >$folder/password
            initdb --pgdata=$folder/data --username=morph --auth=scram-sha-256 --pwfile=$folder/password --no-sync >$folder/initdb.log 2>&1
            printf '%s\n' "listen_addresses = '127.0.0.1'" 'port = {port}' "unix_socket_directories = '$folder'" 'fsync = off' 'max_connections = 100' >>$folder/data/postgresql.conf
            pg_ctl --pgdata=$folder/data --log=$folder/log --wait start >$folder/start.log 2>&1
            PGPASSWORD={Password} createdb --host=127.0.0.1 --port={port} --username=morph morph
            echo $folder
            """).Trim();
        return new(folder, port);
    }

    /// <summary>Runs one SQL statement.</summary>
    public void Execute(string statement, string database = "morph") =>
        Shell($"PGPASSWORD={Password} psql --host=127.0.0.1 --port={Port} --username=morph --quiet --set=ON_ERROR_STOP=1 --command=\"{statement}\" {database}");

    /// <summary>Stops the server and keeps its data, as a machine that goes down does.</summary>
    public void Stop() => Shell($"cd /; pg_ctl --pgdata={_folder}/data --mode=immediate --wait stop >{_folder}/stop.log 2>&1");

    /// <summary>Starts it again after <see cref="Stop"/>.</summary>
    public void Start() => Shell($"cd /; pg_ctl --pgdata={_folder}/data --log={_folder}/log --wait start >{_folder}/start.log 2>&1");

    public void Dispose() => Shell($"cd /; pg_ctl --pgdata={_folder}/data --mode=immediate --wait stop >/dev/null 2>&1; rm -rf {_folder}");

    /// <summary>A loopback port on which nothing listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Programs()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin"))
            : [];
        return path.Concat(debian).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    /// <summary>Runs a script; PostgreSQL refuses root, for which its packages' user stands in.</summary>
    private static string Shell(string script)
    {
        var isRoot = Environment.UserName == "root";
        var start = new ProcessStartInfo(isRoot ? "setpriv" : "sh") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var word in isRoot ? ["--reuid=postgres", "--regid=postgres", "--init-groups", "sh", "-c", script] : new[] { "-c", script })
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["PATH"] = $"{Programs()}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TMPDIR"] = "/tmp";
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"The script ended with {process.ExitCode}: {script}\n{output}{error.Result}");
    }
}
