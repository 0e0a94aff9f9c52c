namespace Morph.Cli.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("morph: there is no command 'rnu'; did you mean 'morph run'?\nSee morph --help.\n", "rnu", "images")]
    [InlineData("morph: there is no option --iteratoins; did you mean --iterations?\nSee morph run --help.\n", "run", "images", "--out", "o", "--iteratoins", "3")]
    [InlineData("morph: there is no option --iteratoins; did you mean --iterations?\nSee morph run --help.\n", "run", "--iteratoins", "3", "images", "--out", "o")]
    [InlineData("morph: there is no option --iteratoins; did you mean --iterations?\nSee morph run --help.\n", "run", "images", "--out", "o", "--iteratoins=3")]
    [InlineData("morph: morph verify has no option --seed; it belongs to morph plan, morph run, morph submit, morph simulate, morph simulate-cluster.\nSee morph verify --help.\n", "verify", "o", "--seed", "1")]
    [InlineData("morph: IMAGES is missing: folder of images, one file per field and channel (or multi-page files); subfolders are searched too\nSee morph plan --help.\n", "plan")]
    [InlineData("morph: --seed needs a value: seed of every random number (a whole number from 0; default 1)\nSee morph plan --help.\n", "plan", "images", "--seed")]
    [InlineData("morph: --seed is given 2 times; give it once.\nSee morph plan --help.\n", "plan", "images", "--seed", "1", "--seed", "2")]
    [InlineData("morph: 'b' is one argument too many: morph verify DIR\nSee morph verify --help.\n", "verify", "a", "b")]
    [InlineData("morph: --stride '-3' is not allowed: it takes a whole number from 1 to 4096.\n", "plan", "images", "--stride", "-3")]
    [InlineData("morph: --window '100' is not allowed: it takes a multiple of 8 from 64 to 4096.\n", "plan", "images", "--window", "100")]
    [InlineData("morph: --clusters 'some' is not allowed: it takes a whole number from 1 to 1000, samples or auto.\n", "plan", "images", "--clusters", "some")]
    [InlineData("morph: --seed 'x' is not allowed: it takes a whole number from 0.\n", "plan", "images", "--seed", "x")]
    [InlineData("morph: --format 'h5' is not allowed: it takes csv.\n", "export", "o", "--format", "h5")]
    [InlineData("morph: --device 'gpu' is not allowed: it takes auto, cpu or cuda:N with N the number of the GPU, from 0.\n", "run", "images", "--out", "o", "--device", "gpu")]
    public async Task A_wrong_command_line_ends_with_2_and_says_what_was_meant(string message, params string[] arguments)
    {
        var run = await MorphRun.Of(arguments);
        Assert.Equal(message, run.Error);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task No_command_at_all_shows_the_help_page_as_a_usage_error()
    {
        var run = await MorphRun.Of();
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("morph COMMAND", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var run = await MorphRun.Of("--version");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^morph \d+\.\d+\.\d+\r?\n$", run.Output);
    }

    [Fact]
    public async Task Every_command_has_a_help_page_with_usage_options_and_examples()
    {
        var root = await MorphRun.Of("--help");
        Assert.Equal(0, root.ExitCode);
        foreach (var command in new[] { "plan", "run", "mask", "train", "embed", "reduce", "cluster", "report", "status", "verify", "doctor", "simulate", "simulate-cluster", "demo", "export" })
        {
            Assert.Contains($"\n  {command} ", root.Output, StringComparison.Ordinal);
            var page = await MorphRun.Of(command, "--help");
            Assert.Equal(0, page.ExitCode);
            Assert.Contains($"Usage:{Environment.NewLine}  morph {command}", page.Output, StringComparison.Ordinal);
            Assert.Contains("Examples:", page.Output, StringComparison.Ordinal);
            Assert.All(page.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 140));
            Assert.Equal(page.Output, (await MorphRun.Of("help", command)).Output);
        }
    }

    [Fact]
    public async Task What_does_not_exist_yet_is_not_promised() =>
        Assert.DoesNotContain("h5ad", (await MorphRun.Of("--help")).Output + (await MorphRun.Of("export", "--help")).Output, StringComparison.Ordinal);
}
