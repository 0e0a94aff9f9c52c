using System.Collections.Immutable;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Manifests;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Artifacts.Tests.Runs;

public sealed class RunManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunDirectory Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Settings_and_stages_read_back()
    {
        var settings = MorphSettings.Default with
        {
            Load = new() { Channels = ["DNA", "µ"] },
            Mask = new() { Foreground = ForegroundRule.Minority },
            Cluster = new() { Clusters = -1 },
        };
        var written = Example(settings).With(new() { Stage = Stage.Embed, State = StageState.Working, Done = 3, Total = 24, Unit = "fields" });
        written.Write(Run);
        var read = RunManifest.Read(Run);

        Assert.Equal(settings.Load.Channels.AsEnumerable(), read.Settings.Load.Channels);
        Assert.Equal(settings with { Load = read.Settings.Load }, read.Settings);
        Assert.Equal(written.Stages.AsEnumerable(), read.Stages);
        Assert.Equal(written with { Settings = read.Settings, Stages = read.Stages, Channels = read.Channels, CommandLine = read.CommandLine }, read);
        Assert.Equal(RunManifest.DigestOf(settings), RunManifest.DigestOf(read.Settings));
        Assert.NotEqual(RunManifest.DigestOf(settings), RunManifest.DigestOf(settings with { Seed = 2 }));
    }

    [Fact]
    public void Fields_of_a_newer_version_are_passed_over_and_missing_settings_take_their_defaults()
    {
        Example(MorphSettings.Default).Write(Run);
        var json = File.ReadAllText(Run.RunFile);
        Assert.Contains("\"fieldsPerSample\": 4,", json, StringComparison.Ordinal);
        File.WriteAllText(Run.RunFile, json
            .Replace("\"fieldsPerSample\": 4,", "", StringComparison.Ordinal)
            .Replace("\"device\":", "\"weather\": { \"rain\": true }, \"device\":", StringComparison.Ordinal));
        Assert.Equal(4, RunManifest.Read(Run).Settings.Load.FieldsPerSample);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{ \"runId\": ")]
    [InlineData("{ \"runId\": \"x\" }")]
    [InlineData("[1]")]
    public void A_damaged_file_is_named(string content)
    {
        File.WriteAllText(Run.RunFile, content);
        Assert.Contains(Run.RunFile, Assert.Throws<ArtifactException>(() => RunManifest.Read(Run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_without_a_run_is_named()
    {
        Assert.False(RunManifest.Exists(Run));
        Assert.Contains("is not the directory of a run", Assert.Throws<ArtifactException>(() => RunManifest.Read(Run)).Message, StringComparison.Ordinal);
    }

    private static Manifest ImageSet { get; } = new("/images", "samples.csv", ["DNA", "actin"], 512, 510, [
        new("S2", "00002", [new("é/00002-DNA.png", 0, 11), new("é/00002-actin.png", 0, 12)], ImmutableSortedDictionary<string, string>.Empty),
        new("S2", "00003", [new("00003-DNA.png", 0, 13), new("00003-actin.png", 0, 14)], ImmutableSortedDictionary<string, string>.Empty),
        new("S<1>", "00001", [new("a/00001-DNA.png", 0, 10), new("a/00001-actin.png", 2, 5_000_000_000)], ImmutableSortedDictionary<string, string>.Empty.Add("Well", "A01")),
    ]);

    [Fact]
    public void One_sample_is_read_without_the_others()
    {
        ManifestFile.Write(Run, ImageSet);
        var index = ManifestFile.ReadIndex(Run);
        Assert.Equal(ImageSet.Digest, index.Digest);
        Assert.Equal([("S2", 2), ("S<1>", 1)], index.Samples.Select(s => (s.Name, s.Fields)));
        var bytes = File.ReadAllBytes(Run.FieldsOfSamplesFile);
        bytes.AsSpan(0, (int)index.Samples[1].Offset).Clear();
        File.WriteAllBytes(Run.FieldsOfSamplesFile, bytes);
        Assert.Equal(["00001"], ManifestFile.ReadSample(Run, index.Samples[1]).Select(f => f.Field));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Changed_fields_of_a_sample_are_noticed(int length)
    {
        ManifestFile.Write(Run, ImageSet);
        var text = File.ReadAllText(Run.FieldsOfSamplesFile);
        File.WriteAllText(Run.FieldsOfSamplesFile, length > 0 ? text[..length] : text.Replace("00003", "00004", StringComparison.Ordinal));
        var failure = Assert.Throws<ArtifactException>(() => ManifestFile.Read(Run));
        Assert.Contains(Run.FieldsOfSamplesFile, failure.Message, StringComparison.Ordinal);
        Assert.Contains("S2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_set_reads_back_with_its_identity()
    {
        ManifestFile.Write(Run, ImageSet);
        var read = ManifestFile.Read(Run);
        Assert.Equal(ImageSet.Digest, read.Digest);
        Assert.Equal("A01", read.Fields[2].Metadata["Well"]);
        Assert.Equal(ImageSet.Fields[2].Planes.AsEnumerable(), read.Fields[2].Planes);
        Assert.Equal((ImageSet.Root, ImageSet.Naming, 512, 510), (read.Root, read.Naming, read.Height, read.Width));
    }

    private static RunManifest Example(MorphSettings settings) => new()
    {
        RunId = "run-1",
        Version = "0.1.0",
        CommandLine = ["run", "IMAGES", "--out", "OUT"],
        ImagesRoot = "/images",
        Channels = ["DNA"],
        ManifestDigest = Digest.OfTexts("m"),
        SettingsDigest = RunManifest.DigestOf(settings),
        Seed = settings.Seed,
        Device = "cpu",
        Threads = 2,
        Host = HostFacts.Here(),
        Started = DateTimeOffset.UnixEpoch,
        ExitCode = ExitCode.Quarantined,
        Settings = settings,
    };
}
