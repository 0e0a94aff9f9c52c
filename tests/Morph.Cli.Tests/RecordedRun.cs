using Morph.Actors.Hosting;
using Morph.Artifacts.Runs;
using Morph.Domain.Identity;
using Morph.Domain.Runs;

namespace Morph.Cli.Tests;

/// <summary>Leaves in a run directory what an engine leaves there.</summary>
internal static class RecordedRun
{
    public static void Write(RunRequest order)
    {
        var run = new RunDirectory(order.RunDirectory);
        ManifestFile.Write(run, order.Manifest);
        new RunManifest
        {
            RunId = "test",
            Version = "0.0.0",
            CommandLine = order.CommandLine,
            ImagesRoot = order.Manifest.Root,
            Channels = order.Manifest.Channels,
            ManifestDigest = order.Manifest.Digest,
            SettingsDigest = RunManifest.DigestOf(order.Settings),
            Seed = order.Settings.Seed,
            Device = order.Device,
            Threads = 1,
            Host = HostFacts.Here(),
            Started = DateTimeOffset.UnixEpoch,
            Stages = [.. StageNames.All.Select(s => new StageReport { Stage = s, Unit = "fields", Started = DateTimeOffset.UnixEpoch, Ended = DateTimeOffset.UnixEpoch.AddSeconds(65) })],
            Settings = order.Settings,
            Model = order.Model,
        }.Write(run);
    }

    public static ArtifactRecord File(string runDirectory, string relative, string text)
    {
        var path = Path.Combine(runDirectory, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return new(relative, Digest.OfFile(path), text.Length);
    }
}
