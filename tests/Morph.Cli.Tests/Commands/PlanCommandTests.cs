using System.Text.Json;

namespace Morph.Cli.Tests.Commands;

public sealed class PlanCommandTests
{
    [Fact]
    public async Task The_plan_counts_samples_fields_windows_and_steps_and_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        var images = CellImages.Write(folder);
        var before = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Order().ToList();

        var run = await MorphRun.Of("plan", images, "--samples", CellImages.Table(images), "--window", "64", "--stride", "16", "--top", "4", "--iterations", "9");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Channels  DNA, actin, pH3", run.Output, StringComparison.Ordinal);
        Assert.Contains("Fields    6 fields of 96 x 96 pixels in 3 samples", run.Output, StringComparison.Ordinal);
        Assert.Contains("Training  2 samples, 1 held out; 9 steps of 2 samples", run.Output, StringComparison.Ordinal);
        Assert.Contains("Windows   9 of 64 x 64 pixels per field, 54 in all; 4 per field mapped and clustered, 24 in all", run.Output, StringComparison.Ordinal);
        Assert.Contains("Clusters  3, one per sample", run.Output, StringComparison.Ordinal);
        Assert.Contains("Time      about", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task Json_has_the_samples_with_their_set_and_every_setting()
    {
        using var folder = new TemporaryFolder();
        var images = CellImages.Write(folder, samples: 4);

        var run = await MorphRun.Of("plan", images, "--samples", CellImages.Table(images), "--window", "64", "--channels", "pH3,DNA", "--json");

        var plan = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(["train", "train", "train", "test"], plan.GetProperty("samples").EnumerateArray().Select(s => s.GetProperty("set").GetString()));
        Assert.Equal(["pH3", "DNA"], plan.GetProperty("channels").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("64", plan.GetProperty("settings").GetProperty("morph.train.window").GetString());
        Assert.Equal(3000 / 3, plan.GetProperty("steps").GetInt32());
    }

    [Fact]
    public async Task Fewer_windows_than_asked_for_and_a_wide_stride_are_warned_of()
    {
        using var folder = new TemporaryFolder();
        var images = CellImages.Write(folder);
        var run = await MorphRun.Of("plan", images, "--samples", CellImages.Table(images), "--window", "64", "--stride", "80");
        Assert.Contains("Warning: The stride of 80 is larger than the window of 64", run.Output, StringComparison.Ordinal);
        Assert.Contains("Warning: Each field has 4 windows, fewer than the 50 of --top", run.Output, StringComparison.Ordinal);
    }
}
