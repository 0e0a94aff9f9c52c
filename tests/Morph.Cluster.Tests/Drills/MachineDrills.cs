using System.Diagnostics;
using Morph.Artifacts.Runs;
using Morph.Cluster.Tests.Processes;
using Morph.EndToEnd.Tests.Resuming;

namespace Morph.Cluster.Tests.Drills;

/// <summary>The machines fail around the program: the database goes down, the disk fills up, a clock is set.</summary>
[Collection(LongDrills.Name)]
[Trait("Category", "Long")]
public sealed class MachineDrills(DrillRun set)
{
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    [SkippableFact]
    public async Task The_database_is_killed_and_restarted()
    {
        using var cluster = new ProcessCluster(configuration: Drill.Telling);
        var (random, drill) = (new Random(1), new Drill(set, "the database killed and restarted"));
        var coordinator = await cluster.StartAsync("coordinator,imaging,trainer", seed: 0);
        await Task.WhenAll(cluster.StartAsync("embedder"), cluster.StartAsync("embedder,imaging"));
        var run = cluster.Run;
        await cluster.HandInAsync(set, run);
        var ended = Drill.EndAsync(run);
        while (drill.Faults < 5 && await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(2 + (5 * random.NextDouble())))) != ended)
        {
            cluster.Database.Stop();
            drill.Faults++;
            await coordinator.SaysAsync("cannot be reached");
            cluster.Database.Start();
            await coordinator.ComesBackAsync();
        }

        Assert.Equal("Done.", (await ended).Result);
        drill.Ended(run);
        drill.Begun(cluster.Nodes.SelectMany(n => n.Begun));
        drill.Report(repeatedPerFault: 3);
    }

    [SkippableTheory]
    [InlineData(60, 1_200, 2_000, 100_000, 400_000)]
    public async Task The_disk_is_full_and_then_freed(params int[] freeKilobytes)
    {
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.MountOrSkip(folder.File("disk"), megabytes: 2_000);
        var (run, drill) = (folder.File("disk", "run"), new Drill(set, "the disk of the run full, then freed"));
        foreach (var free in freeKilobytes)
        {
            disk.FillAllBut(free);
            using var process = MorphProcess.Start(["run", .. set.Arguments(run, Drill.Telling)]);
            var (exitCode, output, errors) = await process.EndAsync();
            if (exitCode == 0)
            {
                break; // It had room enough for all that was left to do.
            }

            drill.Faults++;
            Assert.True(exitCode is 1 or 3, $"{exitCode}: {output}\n{errors}");
            Assert.Contains("space", output + errors, StringComparison.OrdinalIgnoreCase);
        }

        disk.Free();
        using var last = MorphProcess.Start(["run", .. set.Arguments(run, Drill.Telling)]);
        var ended = await last.EndAsync();
        Assert.True(ended.ExitCode == 0, $"{ended.ExitCode}: {ended.Output}\n{ended.Errors}");
        drill.Begun(BegunUnits.In(await File.ReadAllLinesAsync(new RunDirectory(run).LogFile)));
        drill.Ended(run);
        drill.Report(repeatedPerFault: 2 * Environment.ProcessorCount);
    }

    [SkippableFact]
    public async Task The_clock_of_one_node_is_set_forward()
    {
        Skip.IfNot(File.Exists(FakeTime), $"{FakeTime} is not here: apt-get install faketime");
        using var folder = new TemporaryFolder();
        using var cluster = new ProcessCluster(configuration: Drill.Telling);
        var drill = new Drill(set, "the clock of one embedder set forward by 2 h and back, three times");
        var clock = folder.File("clock");
        await File.WriteAllTextAsync(clock, "+0\n");
        await cluster.StartAsync("coordinator,imaging,trainer", seed: 0);
        var wrong = cluster.Begin("embedder", environment: new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = FakeTime,
            ["FAKETIME_TIMESTAMP_FILE"] = clock,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0", // otherwise the library ends every wait at once
        });
        await Task.WhenAll(wrong.JoinsAsync(), cluster.StartAsync("embedder"));
        var run = cluster.Run;
        await cluster.HandInAsync(set, run);
        var ended = Drill.EndAsync(run);
        foreach (var offset in (string[])["+7200", "+0", "+7200", "+0", "+7200"])
        {
            var begins = wrong.BeginsAsync();
            Assert.True(await Task.WhenAny(begins, ended) == begins, "The run ended before its clock was set five times.");
            await File.WriteAllTextAsync(clock, $"{offset}\n");
            drill.Faults++;
        }

        Assert.Equal("Done.", (await ended).Result);
        drill.Ended(run);
        drill.Refused = cluster.Nodes.Sum(n => n.Refusals);
        drill.Begun(cluster.Nodes.SelectMany(n => n.Begun));
        drill.Report(repeatedPerFault: 0);
    }

    /// <summary>A disk in memory with little room, so that filling it hurts nobody else.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly string _path;

        private SmallDisk(string path) => _path = path;

        private string Ballast => Path.Combine(_path, ".ballast");

        public static SmallDisk MountOrSkip(string path, int megabytes)
        {
            Directory.CreateDirectory(path);
            using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path]) { RedirectStandardError = true })!;
            mount.WaitForExit();
            Skip.If(mount.ExitCode != 0, "No disk of a given size can be mounted here: that takes root.");
            return new(path);
        }

        /// <summary>Leaves so many kilobytes free.</summary>
        public void FillAllBut(int kilobytes)
        {
            Free();
            using var ballast = File.Create(Ballast);
            ballast.Write(new byte[new DriveInfo(_path).AvailableFreeSpace - (kilobytes * 1024L)]);
        }

        public void Free() => File.Delete(Ballast);

        public void Dispose()
        {
            using var unmount = Process.Start("umount", [_path]);
            unmount.WaitForExit();
        }
    }
}
