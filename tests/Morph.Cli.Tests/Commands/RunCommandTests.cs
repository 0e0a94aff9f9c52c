using System.Text.Json;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _images;
    private readonly string _out;

    public RunCommandTests()
    {
        _images = CellImages.Write(_folder);
        _out = _folder.File("results");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_engine_gets_the_manifest_the_settings_and_the_device()
    {
        var engine = new FakeEngine();
        var run = await Run(engine, "--seed", "4", "--device", "cpu");

        Assert.Equal(0, run.ExitCode);
        var order = Assert.Single(engine.Orders);
        Assert.Equal((_out, 4, Stage.Report, "cpu", 6), (order.RunDirectory, order.Settings.Seed, order.Until, order.Device, order.Manifest.Fields.Length));
        Assert.Equal(["morph", "run"], order.CommandLine.Take(2));
        Assert.Contains("load     done, 8 fields", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"Report    {Path.Combine(_out, "report", "index.html")}{Environment.NewLine}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_line_again_continues_and_says_when_nothing_is_left()
    {
        await Run(new FakeEngine { Working = RecordedRun.Write });
        var again = await Run(new FakeEngine { Outcome = new(ExitCode.Done, "", 0, []) });

        Assert.Equal(0, again.ExitCode);
        Assert.Contains($"continues in {_out}", again.Output, StringComparison.Ordinal);
        Assert.Contains($"Nothing to do: every stage of {_out} is done already.", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_seed_in_the_same_directory_is_refused_with_the_option_that_continues()
    {
        await Run(new FakeEngine { Working = RecordedRun.Write });
        var engine = new FakeEngine();
        var other = await Run(engine, "--seed", "2");

        Assert.Equal(3, other.ExitCode);
        Assert.Equal(
            $"morph: {_out} holds a run with morph.seed = 1, but 2 is asked for. To continue that run, give --seed 1; for a new run, choose another directory with --out.\n",
            other.Error);
        Assert.Empty(engine.Orders);
    }

    [Fact]
    public async Task A_changed_file_and_other_images_are_refused_and_named()
    {
        await Run(new FakeEngine { Working = RecordedRun.Write });

        var two = CellImages.Write(_folder, samples: 2, "fewer");
        var fewer = await MorphRun.Of("run", two, "--samples", CellImages.Table(two), "--out", _out, "--window", "64");
        Assert.Equal(3, fewer.ExitCode);
        Assert.Matches("holds a run over other images: its field \\d+ is not among the images asked for", fewer.Error);

        var file = Directory.GetFiles(_images, "*-actin.png").Order().First();
        File.AppendAllText(file, "x");
        var changed = await Run(new FakeEngine());
        Assert.Equal(3, changed.ExitCode);
        Assert.Contains($"{Path.GetFileName(file)} had", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moved_image_folder_is_the_same_set()
    {
        await Run(new FakeEngine { Working = RecordedRun.Write });
        var moved = _folder.File("moved");
        Directory.Move(_images, moved);
        Assert.Equal(0, (await MorphRun.Of("run", moved, "--samples", CellImages.Table(moved), "--out", _out, "--window", "64")).ExitCode);
    }

    [Fact]
    public async Task The_work_block_may_change_between_two_executions()
    {
        await Run(new FakeEngine { Working = RecordedRun.Write });
        var config = _folder.File("work.conf");
        File.WriteAllText(config, "morph.work.attempts = 1");
        var engine = new FakeEngine();
        Assert.Equal(0, (await Run(engine, "--config", config)).ExitCode);
        Assert.Equal(1, engine.Orders[0].Work.Attempts);
    }

    [Fact]
    public async Task A_directory_that_holds_something_else_is_refused_untouched()
    {
        Directory.CreateDirectory(_out);
        File.WriteAllText(Path.Combine(_out, "thesis.txt"), "words");
        var run = await Run(new FakeEngine());
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("is not empty and not the directory of a run (it holds thesis.txt)", run.Error, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(_out).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_directory_inside_the_image_folder_is_refused()
    {
        var run = await MorphRun.Of("run", _images, "--samples", CellImages.Table(_images), "--out", Path.Combine(_images, "results"), "--window", "64");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("lies inside the image folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_out_is_a_usage_error()
    {
        var run = await MorphRun.Of("run", _images);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("morph: --out is missing", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quarantined_items_end_with_4_and_are_listed_with_their_reason()
    {
        var engine = new FakeEngine { Outcome = new(ExitCode.Quarantined, "", 5, [new(Stage.Load, "S01", "00001", 3, "00001-DNA.png ends in the middle.")]) };
        var run = await Run(engine);
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("quarantined field 00001 of sample S01 (load, 3 attempts): 00001-DNA.png ends in the middle.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Failed, 1)]
    [InlineData(ExitCode.Interrupted, 5)]
    public async Task A_failed_or_interrupted_run_says_so_on_standard_error(ExitCode ends, int code)
    {
        var run = await Run(new FakeEngine { Outcome = new(ends, "Because of this.", 3, []) });
        Assert.Equal(code, run.ExitCode);
        Assert.EndsWith($"morph: Because of this.{Environment.NewLine}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Report ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_ends_with_the_outcome()
    {
        var run = await Run(new FakeEngine(), "--json");
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.All(lines.SkipLast(1), l => Assert.Equal("progress", l.GetProperty("event").GetString()));
        Assert.Equal((0, 7), (lines[^1].GetProperty("exitCode").GetInt32(), lines[^1].GetProperty("unitsDone").GetInt32()));
    }

    private Task<MorphRun> Run(FakeEngine engine, params string[] more) =>
        MorphRun.Of(engine, ["run", _images, "--samples", CellImages.Table(_images), "--out", _out, "--window", "64", .. more]);
}
