using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Morph.Cli.Progress;
using Morph.Domain.Errors;
using Morph.Learning.Runtime;
using SkiaSharp;

namespace Morph.Cli.Health;

/// <summary>What a run needs of the machine, each with a fix.</summary>
internal static class MachineChecks
{
    /// <summary>Below this much free disk a run of a few dozen fields may not end.</summary>
    public const long LeastDisk = 1_000_000_000;

    /// <summary>Peak memory of a run of a few dozen fields.</summary>
    public const long LeastMemory = 3_000_000_000;

    /// <summary>All checks.</summary>
    /// <param name="directory">Where runs would be written.</param>
    public static IEnumerable<HealthFinding> All(string directory)
    {
        yield return Runtime();
        yield return Torch();
        yield return Threads(Environment.ProcessorCount, Environment.GetEnvironmentVariable("OMP_NUM_THREADS"));
        yield return Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        yield return Writable("output", directory, "Choose another directory with --out, or change its permissions.");
        yield return Disk(directory);
        yield return Writable("temporary", Path.GetTempPath(), "Set TMPDIR to a directory that can be written to.");
        yield return Database(Path.GetTempPath());
        yield return Images();
        yield return Ports();
    }

    /// <summary>The .NET runtime and the processor.</summary>
    public static HealthFinding Runtime()
    {
        var found = $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}";
        return RuntimeInformation.ProcessArchitecture == Architecture.X64 && OperatingSystem.IsLinux()
            ? HealthFinding.Good("system", found)
            : HealthFinding.Bad("system", found, "The native torch library in this build is for Linux on x64; use such a machine or a container.");
    }

    /// <summary>The native torch library and its devices.</summary>
    public static HealthFinding Torch()
    {
        try
        {
            return HealthFinding.Good("torch", TorchRuntime.Describe());
        }
        catch (ConfigurationException failure)
        {
            return HealthFinding.Bad("torch", "the native library does not load", failure.Message);
        }
    }

    /// <summary>Processor cores and the variable that limits torch.</summary>
    public static HealthFinding Threads(int cores, string? ompThreads)
    {
        var found = $"{ProgressText.Count(cores, "core")}{(ompThreads is null ? "" : $", OMP_NUM_THREADS={ompThreads}")}";
        if (ompThreads is not null && int.TryParse(ompThreads, out var limit) && limit < cores)
        {
            return HealthFinding.Warning("threads", found, "OMP_NUM_THREADS keeps torch from using all cores: unset it.");
        }

        return cores >= 2
            ? HealthFinding.Good("threads", found)
            : HealthFinding.Warning("threads", found, "One core trains slowly: give the process more (cpuset of the container, taskset).");
    }

    /// <summary>Memory that the process may use.</summary>
    public static HealthFinding Memory(long available)
    {
        var found = $"{ProgressText.Bytes(available)} for this process";
        return available >= LeastMemory
            ? HealthFinding.Good("memory", found)
            : HealthFinding.Warning("memory", found, $"A run takes up to {ProgressText.Bytes(LeastMemory)}: raise the limit of the container, or lower morph.work.parallelism and morph.train.samples-per-batch.");
    }

    /// <summary>Whether files can be written in a directory; it is not created.</summary>
    public static HealthFinding Writable(string check, string directory, string fix)
    {
        var existing = NearestExisting(directory);
        var probe = Path.Combine(existing, $".morph-{Guid.NewGuid():N}");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            file.Flush(flushToDisk: true);
            return HealthFinding.Good(check, $"{existing} can be written to");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return HealthFinding.Bad(check, $"{existing} cannot be written to: {failure.Message}", fix);
        }
    }

    /// <summary>Free space where runs would be written.</summary>
    public static HealthFinding Disk(string directory) => Disk(new DriveInfo(NearestExisting(directory)).AvailableFreeSpace);

    /// <summary>Whether this much free space is enough.</summary>
    public static HealthFinding Disk(long free) => free >= LeastDisk
        ? HealthFinding.Good("disk", $"{ProgressText.Bytes(free)} free")
        : HealthFinding.Warning("disk", $"{ProgressText.Bytes(free)} free", $"A run needs {ProgressText.Bytes(LeastDisk)} or more: free some space, or choose another directory with --out.");

    /// <summary>Whether the ledger's database works: write-ahead log included, which network shares do not offer.</summary>
    public static HealthFinding Database(string directory)
    {
        var file = Path.Combine(directory, $"morph-{Guid.NewGuid():N}.db");
        try
        {
            using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; CREATE TABLE probe (x INTEGER); INSERT INTO probe VALUES (1);";
            var mode = command.ExecuteScalar();
            return mode is "wal"
                ? HealthFinding.Good("database", $"SQLite {connection.ServerVersion} with write-ahead log")
                : HealthFinding.Bad("database", $"SQLite {connection.ServerVersion} offers no write-ahead log here, only '{mode}'", "Run directories must lie on a local disk, not on a network share.");
        }
        catch (SqliteException failure)
        {
            return HealthFinding.Bad("database", $"SQLite fails: {failure.Message}", "Run directories must lie on a local disk with free space, not on a network share.");
        }
        finally
        {
            foreach (var left in new[] { file, file + "-wal", file + "-shm" }.Where(File.Exists))
            {
                File.Delete(left);
            }
        }
    }

    /// <summary>Whether the native drawing library loads.</summary>
    public static HealthFinding Images()
    {
        try
        {
            using var bitmap = new SKBitmap(1, 1);
            return HealthFinding.Good("images", $"Skia {SkiaSharpVersion.Native}");
        }
        catch (Exception failure) when (failure is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            return HealthFinding.Bad("images", $"the drawing library does not load: {failure.Message}", "Build the program again with ./morph; it brings libSkiaSharp along.");
        }
    }

    /// <summary>Whether the process may listen on the loopback interface.</summary>
    public static HealthFinding Ports()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return HealthFinding.Good("ports", "the loopback interface can be listened on");
        }
        catch (SocketException failure)
        {
            return HealthFinding.Warning("ports", $"the loopback interface cannot be listened on: {failure.Message}", "Runs on one machine do not need it; a sandbox or firewall forbids it.");
        }
    }

    private static string NearestExisting(string directory)
    {
        var at = Path.GetFullPath(directory);
        while (!Directory.Exists(at))
        {
            at = Path.GetDirectoryName(at) ?? Path.GetPathRoot(at)!;
        }

        return at;
    }
}
