using Morph.Actors.Hosting;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Cli.CommandLine;
using Morph.Cli.Engine;
using Morph.Domain.Runs;
using Morph.Imaging.Simulate;

namespace Morph.EndToEnd.Tests;

/// <summary>
/// What a new user does wrong, as a whole command line: the message names the file, row or key and the way out, the exit code is the
/// promised one, nothing is started and nothing is left behind.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _images;
    private readonly string _samples;

    public BadInputTests()
    {
        _images = _folder.File("images");
        CellSimulator.Write(_images, new SimulationOptions(Samples: 3, Fields: 2, Seed: 1, Height: 96, Width: 96), progress: null, CancellationToken.None);
        _samples = Path.Combine(_images, "samples.csv");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_channel_names_the_field_and_the_channel()
    {
        var gone = Images("DNA")[2];
        File.Delete(gone);
        await Refused(3, [FieldOf(gone), "DNA"], "plan", _images, "--samples", _samples, "--window", "64");
    }

    [Fact]
    public async Task Fields_of_different_sizes_are_named_with_their_sizes()
    {
        var other = _folder.File("other");
        CellSimulator.Write(other, new SimulationOptions(2, 1, 1, 128, 96), progress: null, CancellationToken.None);
        var (odd, field) = (Directory.GetFiles(other, "*-DNA.png").Order().First(), FieldOf(Images("DNA")[1]));
        foreach (var channel in SimulationOptions.Channels)
        {
            File.Copy(odd.Replace("DNA", channel, StringComparison.Ordinal), Path.Combine(_images, $"{field}-{channel}.png"), overwrite: true);
        }

        await Refused(3, [field, "128", "96"], "plan", _images, "--samples", _samples, "--window", "64");
    }

    [Fact]
    public async Task An_image_smaller_than_the_window_says_which_window_fits() =>
        await Refused(3, ["96", "--window"], "plan", _images, "--samples", _samples, "--window", "128");

    [Fact]
    public async Task An_empty_folder_and_no_folder_are_told_apart()
    {
        var empty = Directory.CreateDirectory(_folder.File("empty")).FullName;
        await Refused(3, [empty], "plan", empty);
        await Refused(3, [_folder.File("nowhere")], "plan", _folder.File("nowhere"));
    }

    [Fact]
    public async Task A_channel_that_is_there_twice_names_both_files()
    {
        var twin = Images("DNA")[0];
        File.Copy(twin, Path.ChangeExtension(twin, ".tif"));
        await Refused(3, [Path.GetFileName(twin), Path.GetFileName(Path.ChangeExtension(twin, ".tif"))], "plan", _images, "--samples", _samples, "--window", "64");
    }

    [Fact]
    public async Task A_field_that_a_table_lists_twice_names_the_rows()
    {
        File.AppendAllLines(_samples, [File.ReadLines(_samples).ElementAt(1)]);
        await Refused(3, [FieldOf(Images("DNA")[0]), "samples.csv"], "plan", _images, "--samples", _samples, "--window", "64");
    }

    [Theory]
    [InlineData("field,smple\n00001,A\n", "sample")]
    [InlineData("field,sample\n99999,A\n", "99999")]
    [InlineData("FileName_DNA,Metadata_Sample\nnot-there.tif,A\n", "not-there.tif")]
    public async Task A_table_that_does_not_fit_the_images_names_the_row_or_column(string table, string named)
    {
        var csv = _folder.File("table.csv");
        File.WriteAllText(csv, table);
        await Refused(3, [named], "plan", _images, "--samples", csv, "--window", "64");
    }

    [Fact]
    public async Task A_missing_table_is_named() =>
        await Refused(3, ["nowhere.csv"], "plan", _images, "--samples", _folder.File("nowhere.csv"), "--window", "64");

    [Fact]
    public async Task A_single_sample_is_refused_with_the_reason()
    {
        var csv = _folder.File("one.csv");
        File.WriteAllLines(csv, Images("DNA").Select(f => $"{FieldOf(f)},A").Prepend("field,sample"));
        await Refused(3, ["single sample", "(A, 6 fields)"], "run", _images, "--samples", csv, "--window", "64", "--out", _folder.File("out"));
    }

    [Fact]
    public async Task Holding_out_too_many_samples_says_how_many_there_can_be()
    {
        var config = Config("morph.train.held-out = 2");
        await Refused(3, ["morph.train.held-out = 2", "it can be 1 at most"], "plan", _images, "--samples", _samples, "--window", "64", "--config", config);
    }

    [Fact]
    public async Task An_unwritable_directory_is_named() =>
        await Refused(3, ["/proc/morph", "--out"], "run", _images, "--samples", _samples, "--window", "64", "--out", "/proc/morph");

    [Fact]
    public async Task A_mistyped_key_names_the_file_the_key_and_the_nearest_right_key()
    {
        var config = Config("morph { trian { iterations = 5 } }");
        await Refused(
            3, [config, "morph.trian.iterations", "did you mean morph.train.iterations?"], "run", _images, "--samples", _samples, "--out", _folder.File("out"), "--config", config);
    }

    [Theory]
    [InlineData(2, "did you mean --iterations?", "run", "IMAGES", "--out", "OUT", "--iteratoins", "3")]
    [InlineData(2, "did you mean 'morph run'?", "rnu", "IMAGES")]
    [InlineData(2, "did you mean 'morph train'?", "trian", "OUT")]
    [InlineData(2, "a whole number from 1 to 4096", "run", "IMAGES", "--out", "OUT", "--stride", "-3")]
    [InlineData(2, "--out is missing", "run", "IMAGES")]
    public async Task A_wrong_word_ends_with_2_and_the_right_one(int code, string named, params string[] words) =>
        await Refused(code, [named], [.. words.Select(w => w switch { "IMAGES" => _images, "OUT" => _folder.File("out"), _ => w })]);

    private async Task Refused(int code, string[] named, params string[] arguments)
    {
        var before = Files();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var ended = await MorphCommandLine.RunAsync(arguments, new ProgramContext(output, error, IsTerminal: false, TimeProvider.System, new NoEngine()));

        var message = error.ToString();
        Assert.True(ended == code, $"Exit code {ended} instead of {code}: {message}{output}");
        Assert.StartsWith("morph: ", message, StringComparison.Ordinal);
        Assert.All(named, name => Assert.Contains(name, message, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    private List<string> Files() => [.. Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".conf", StringComparison.Ordinal)).Order()];

    private List<string> Images(string channel) => [.. Directory.GetFiles(_images, $"*-{channel}.png").Order()];

    private static string FieldOf(string file) => Path.GetFileName(file).Split('-')[0];

    private string Config(string text)
    {
        var file = _folder.File("my.conf");
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Bad input must never come as far as this.</summary>
    private sealed class NoEngine : IRunEngine
    {
        public Task<RunOutcome> ExecuteAsync(RunRequest request, IProgress<RunProgress> progress, CancellationToken stop) =>
            throw new InvalidOperationException("A run was started with bad input.");

        public Task<LedgerReading> ReadLedgerAsync(string runDirectory, CancellationToken cancellation) =>
            throw new InvalidOperationException("A ledger was read with bad input.");

        public IEnumerable<NodeWorker> Workers(IReadOnlyCollection<string> roles, IRunStore store, int parallelism, string device) =>
            throw new InvalidOperationException("A node was started with bad input.");

        public IUnitExecutor ExecutorOf(Stage stage, string device) => throw new InvalidOperationException("A unit was computed with bad input.");
    }
}
