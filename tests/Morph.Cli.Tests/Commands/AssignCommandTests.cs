using Morph.Artifacts.Runs;
using Morph.Cli.Engine;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Commands;

public sealed class AssignCommandTests : IAsyncLifetime
{
    private static readonly string[] s_modelFiles = ["checkpoints/x/best.ckpt", "checkpoints/x/losses.csv", "clusters/windows.parquet", "clusters/mixture.json"];

    private readonly TemporaryFolder _folder = new();
    private string _images = "";
    private string _model = "";
    private string _oneSample = "";
    private FakeEngine _engine = new();

    public async Task InitializeAsync()
    {
        _images = CellImages.Write(_folder);
        _model = _folder.File("model");
        var config = _folder.File("model.conf");
        File.WriteAllText(config, "morph.train { network = reference, precision = bfloat16 }\nmorph.embed.precision = bfloat16\n");
        var started = await MorphRun.Of(
            new FakeEngine { Working = RecordedRun.Write },
            "run", _images, "--samples", CellImages.Table(_images), "--out", _model, "--window", "64", "--top", "7", "--seed", "9", "--config", config);
        Assert.Equal(0, started.ExitCode);
        _engine = EngineOf([.. s_modelFiles.Select(f => RecordedRun.File(_model, f, f))]);

        // Without a table four fields are one sample.
        _oneSample = CellImages.Write(_folder, samples: 2, name: "plate2");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private string Out => _folder.File("assigned");

    [Fact]
    public async Task Images_are_assigned_with_the_settings_and_the_channels_of_the_run_even_a_single_sample()
    {
        var assigned = await Assign("--out", Out);
        Assert.True(assigned.ExitCode == 0, assigned.All);
        var order = Assert.Single(_engine.Orders);
        Assert.Equal((9L, 64, 7, Stage.Report), (order.Settings.Seed, order.Settings.Train.Window, order.Settings.Reduce.Top, order.Until));
        var recorded = RunManifest.Read(new(_model)).Settings;
        Assert.Equal(recorded, order.Settings with { Load = recorded.Load });
        Assert.Equal((NetworkForm.Reference, NumberPrecision.BFloat16), (order.Settings.Train.Network, order.Settings.Embed.Precision));
        Assert.Equal(new[] { "DNA", "actin", "pH3" }, order.Settings.Load.Channels.AsEnumerable());
        Assert.Equal(_model, order.Model!.Directory);
        Assert.Equal(s_modelFiles, order.Model.Files.Select(f => f.Path));
        Assert.Equal(s_modelFiles.Select(f => Digest.OfFile(Path.Combine(_model, f))), order.Model.Files.Select(f => f.Digest));
        Assert.Contains($"the model of {_model}", assigned.Output, StringComparison.Ordinal);

        var again = await Assign("--out", Out);
        Assert.True(again.ExitCode == 0, again.All);
        Assert.Contains("continues in", again.Output, StringComparison.Ordinal);
        Assert.Equal(order.Model, _engine.Orders[1].Model);
    }

    [Fact]
    public async Task An_unfinished_a_damaged_and_an_older_run_are_refused_with_the_way_out()
    {
        var whole = _engine.Ledger;
        _engine = new() { Ledger = whole with { Stages = [new(Stage.Report, 0, 1, DateTimeOffset.UnixEpoch, null)] } };
        await AssertRefused($"{_model} is no finished run: 'morph run' with the same arguments continues it", "--out", Out);

        _engine = new() { Ledger = whole with { Artifacts = [.. whole.Artifacts.Where(a => !a.Path.EndsWith("mixture.json", StringComparison.Ordinal))] } };
        await AssertRefused("has no mixture.json that other images could be assigned by: an earlier version of morph made it. 'morph run' with the same arguments adds", "--out", Out);

        _engine = new() { Ledger = whole };
        File.WriteAllText(Path.Combine(_model, s_modelFiles[2]), "torn");
        await AssertRefused("is damaged: clusters/windows.parquet has 4 bytes instead of 24.", "--out", Out);
    }

    [Theory]
    [InlineData("morph.train.window = 128", "was made with morph.train.window = 64, but 128 is asked for: images are assigned with the settings of that run, so leave --window out.")]
    [InlineData("morph.embed.stride = 16", "was made with morph.embed.stride = 32, but 16 is asked for")]
    [InlineData("morph.reduce.top = 50", "leave --top out")]
    [InlineData("morph.mask.foreground = minority", "leave morph.mask.foreground out")]
    [InlineData("morph.embed.precision = float32", "was made with morph.embed.precision = bfloat16, but float32 is asked for")]
    [InlineData("morph.seed = 4", "was made with morph.seed = 9")]
    public async Task Settings_that_are_not_the_runs_are_refused(string key, string message)
    {
        var config = _folder.File("other.conf");
        File.WriteAllText(config, key);
        await AssertRefused(message, "--out", Out, "--config", config);
    }

    [Fact]
    public async Task Channels_in_another_order_and_missing_ones_are_refused()
    {
        await AssertRefused("takes the channels DNA, actin, pH3, in this order; these images have actin, DNA, pH3.", "--out", Out, "--channels", "actin,DNA,pH3");
        foreach (var file in Directory.GetFiles(_oneSample, "*-pH3.png"))
        {
            File.Delete(file);
        }

        var missing = await MorphRun.Of(_engine, "assign", _model, _oneSample, "--out", Out);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("There is no channel pH3", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_model_a_run_of_its_own_and_a_run_in_an_assigned_directory_are_refused()
    {
        Assert.Equal(0, (await Assign("--out", Out)).ExitCode);

        var run = await MorphRun.Of(_engine, "run", _images, "--samples", CellImages.Table(_images), "--out", Out);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"holds images that are assigned to the run in {_model}: 'morph assign {_model} IMAGES --out {Out}' continues it.", run.Error, StringComparison.Ordinal);

        await AssertRefused($"{_model} holds a run with an encoder of its own", "--out", _model);

        var chained = await MorphRun.Of(_engine, "assign", Out, _images, "--out", _folder.File("third"));
        Assert.Equal(3, chained.ExitCode);
        Assert.Contains($"has no model of its own: its images were assigned to the run in {_model}. Name that one.", chained.Error, StringComparison.Ordinal);

        _engine = EngineOf([.. s_modelFiles.Select(f => RecordedRun.File(_model, f, f + " of another training"))]);
        await AssertRefused($"holds images that are assigned to another model, that of run test in {_model}", "--out", Out);
    }

    [Fact]
    public async Task An_assignment_continues_when_the_run_is_gone()
    {
        Assert.Equal(0, (await Assign("--out", Out)).ExitCode);
        Directory.Move(_model, _folder.File("moved"));
        var again = await Assign("--out", Out);
        Assert.True(again.ExitCode == 0, again.All);
        Assert.Equal(_engine.Orders[0].Model, _engine.Orders[1].Model);

        await AssertRefused("There is no directory", "--out", _folder.File("new"));
    }

    [Fact]
    public async Task A_stage_command_goes_on_with_the_model_and_status_and_verify_speak_of_assigning()
    {
        Assert.Equal(0, (await Assign("--out", Out)).ExitCode);
        Assert.Equal(0, (await MorphRun.Of(_engine, "embed", Out)).ExitCode);
        Assert.Equal((Stage.Embed, _engine.Orders[0].Model), (_engine.Orders[1].Until, _engine.Orders[1].Model));

        var gone = new FakeEngine { Ledger = new([], [new("adopted/best.ckpt", Digest.OfTexts("x"), 1)], [], 1) };
        Assert.Contains("Run the same 'morph assign' command again", (await MorphRun.Of(gone, "verify", Out)).Error, StringComparison.Ordinal);
        var status = await MorphRun.Of(gone, "status", Out);
        Assert.Contains($"Model     that of run test in {_model}", status.Output, StringComparison.Ordinal);
        Assert.Contains("stopped; 'morph assign' with the same arguments continues", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_takes_a_cluster() => Assert.Equal(2, (await Assign("--out", Out, "--follow")).ExitCode);

    private Task<MorphRun> Assign(params string[] options) => MorphRun.Of(_engine, ["assign", _model, _oneSample, .. options]);

    private async Task AssertRefused(string message, params string[] options)
    {
        var refused = await Assign(options);
        Assert.True(refused.ExitCode == 3, refused.All);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    private static FakeEngine EngineOf(IReadOnlyList<ArtifactRecord> files) => new()
    {
        Working = RecordedRun.Write,
        Ledger = new([.. StageNames.All.Select(s => new StageReading(s, 1, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch))], files, [], 1),
    };
}
