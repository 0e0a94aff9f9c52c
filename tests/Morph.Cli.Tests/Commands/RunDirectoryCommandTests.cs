using System.Text.Json;
using Morph.Artifacts.Runs;
using Morph.Cli.Engine;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Tests.Commands;

/// <summary>Commands over a directory that a run has left.</summary>
public sealed class RunDirectoryCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _images = "";
    private string _out = "";

    public async Task InitializeAsync()
    {
        _images = CellImages.Write(_folder);
        _out = _folder.File("results");
        var started = await MorphRun.Of(
            new FakeEngine { Working = RecordedRun.Write }, "run", _images, "--samples", CellImages.Table(_images), "--out", _out, "--window", "64", "--seed", "9");
        Assert.Equal(0, started.ExitCode);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("mask", Stage.Mask)]
    [InlineData("train", Stage.Train)]
    [InlineData("embed", Stage.Embed)]
    [InlineData("reduce", Stage.Reduce)]
    [InlineData("cluster", Stage.Cluster)]
    [InlineData("report", Stage.Report)]
    public async Task A_stage_command_goes_on_with_the_recorded_run_up_to_that_stage(string command, Stage until)
    {
        var engine = new FakeEngine();
        Assert.Equal(0, (await MorphRun.Of(engine, command, _out)).ExitCode);
        var order = Assert.Single(engine.Orders);
        Assert.Equal((until, 9L, 64, 6), (order.Until, order.Settings.Seed, order.Settings.Train.Window, order.Manifest.Fields.Length));
    }

    [Fact]
    public async Task A_stage_command_refuses_a_configuration_that_would_change_the_run()
    {
        var config = _folder.File("other.conf");
        File.WriteAllText(config, "morph.embed.stride = 16");
        var run = await MorphRun.Of("embed", _out, "--config", config);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("morph.embed.stride = 32, but 16 is asked for", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_command_says_where_the_images_were_when_they_are_gone()
    {
        Directory.Move(_images, _folder.File("elsewhere"));
        var run = await MorphRun.Of("embed", _out);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"were in {_images}, which is not there any more", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mask")]
    [InlineData("status")]
    [InlineData("verify")]
    [InlineData("export")]
    public async Task A_directory_without_a_run_is_refused(string command)
    {
        var nowhere = await MorphRun.Of(command, _folder.File("nowhere"));
        Assert.Equal(3, nowhere.ExitCode);
        Assert.Contains("There is no directory", nowhere.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await MorphRun.Of(command, _images)).ExitCode);
    }

    [Fact]
    public async Task Verify_names_each_damaged_file_and_passes_an_untouched_run()
    {
        var good = RecordedRun.File(_out, "masks/a.png", "mask");
        var bad = RecordedRun.File(_out, "embeddings/x/b.parquet", "vectors");
        var gone = good with { Path = "masks/gone.png" };
        var whole = await MorphRun.Of(new FakeEngine { Ledger = Ledger([good, bad]) }, "verify", _out);
        Assert.Equal(0, whole.ExitCode);
        Assert.Equal($"2 files as the ledger has them.{Environment.NewLine}", whole.Output);

        File.WriteAllText(Path.Combine(_out, bad.Path), "vectorz");
        var damaged = await MorphRun.Of(new FakeEngine { Ledger = Ledger([good, bad, gone]) }, "verify", _out);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("embeddings/x/b.parquet: not the bytes that were written", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("masks/gone.png: missing", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 3 files are not as the ledger has them.", damaged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_tells_finished_running_and_stopped_apart()
    {
        var finished = await MorphRun.Of(new FakeEngine { Ledger = Ledger([]) }, "status", _out);
        Assert.Contains("State     finished", finished.Output, StringComparison.Ordinal);
        Assert.Contains($"Report    {Path.Combine(_out, "report", "index.html")}", finished.Output, StringComparison.Ordinal);

        var half = new LedgerReading(
            [new(Stage.Load, 6, 6, At(0), At(65)), new(Stage.Mask, 1, 3, At(65), null), new(Stage.Train, 0, 0, null, null)], [], [new(Stage.Load, "S1", "2", 3, "torn.")], 2);
        var stopped = await MorphRun.Of(new FakeEngine { Ledger = half }, "status", _out);
        Assert.Contains("State     stopped; 'morph run' with the same arguments continues", stopped.Output, StringComparison.Ordinal);
        Assert.Contains("  load    done, 6 of 6, 1 min 5 s", stopped.Output, StringComparison.Ordinal);
        Assert.Contains("  mask    1 of 3", stopped.Output, StringComparison.Ordinal);
        Assert.Contains("  train   waits", stopped.Output, StringComparison.Ordinal);
        Assert.Contains("quarantined field 2 of sample S1 (load, 3 attempts): torn.", stopped.Output, StringComparison.Ordinal);

        using var held = new RunDirectory(_out).Lock();
        var at = TimeProvider.System.GetUtcNow().AddHours(-1);
        var first = half with { Executions = 1, Stages = [new(Stage.Mask, 1, 3, at, null)] };
        Assert.Matches(@"mask    1 of 3, 1\.0/h, about 2 h left", (await MorphRun.Of(new FakeEngine { Ledger = first }, "status", _out)).Output);
        var running = await MorphRun.Of(new FakeEngine { Ledger = half }, "status", _out, "--json");
        var json = JsonDocument.Parse(running.Output).RootElement;
        Assert.Equal("running", json.GetProperty("state").GetString());
        Assert.Equal(3, json.GetProperty("stages")[1].GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Export_before_clustering_says_which_stage_is_missing()
    {
        var run = await MorphRun.Of("export", _out);
        Assert.Equal((int)ExitCode.Failed, run.ExitCode);
        Assert.Contains("the stage cluster is not done", run.Error, StringComparison.Ordinal);
    }

    private static LedgerReading Ledger(IReadOnlyList<Morph.Domain.Identity.ArtifactRecord> artifacts) =>
        new([.. StageNames.All.Select(s => new StageReading(s, 6, 6, At(0), At(1)))], artifacts, [], 1);

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
