using Morph.Cli.CommandLine;
using Morph.Cli.Engine;
using Morph.Imaging.Simulate;

namespace Morph.EndToEnd.Tests;

/// <summary>Pixels that cannot be used put their field into quarantine, and the run goes on to the end without it.</summary>
public sealed class BadInputRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _images;

    public BadInputRunTests()
    {
        _images = _folder.File("images");
        CellSimulator.Write(_images, new SimulationOptions(Samples: 4, Fields: 2, Seed: 1, Height: 128, Width: 128), progress: null, CancellationToken.None);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Truncated_empty_and_unreadable_files_are_quarantined_by_name_and_the_run_ends_with_4()
    {
        var files = Directory.GetFiles(_images, "*-actin.png").Order().ToList();
        using (var torn = new FileStream(files[0], FileMode.Open))
        {
            torn.SetLength(400);
        }

        File.WriteAllBytes(files[3], []);
        File.WriteAllText(files[4], "this is no image");

        var (code, output) = await Run("run", _images, "--samples", Path.Combine(_images, "samples.csv"), "--out", Out, "--window", "64", "--iterations", "1", "--top", "4");

        Assert.True(code == 4, output);
        var listed = File.ReadAllLines(Path.Combine(Out, "quarantine.csv"));
        Assert.Equal(4, listed.Length);
        foreach (var file in new[] { files[0], files[3], files[4] })
        {
            Assert.Contains(listed, line => line.Contains(Path.GetFileName(file), StringComparison.Ordinal));
            Assert.Contains(Path.GetFileName(file), output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(Out, "report", "index.html")).Length > 0);
        Assert.Equal(0, (await Run("verify", Out)).Code);
    }

    [Fact]
    public async Task A_device_that_is_not_here_is_refused_before_anything_is_written()
    {
        var (code, output) = await Run("run", _images, "--samples", Path.Combine(_images, "samples.csv"), "--out", Out, "--window", "64", "--device", "cuda:77");
        Assert.True(code == 3, output);
        Assert.Contains("cuda:77", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Out));
    }

    [Fact]
    public async Task A_damaged_record_is_written_anew_from_the_ledger_for_the_same_run_only()
    {
        string[] line = ["run", _images, "--samples", Path.Combine(_images, "samples.csv"), "--out", Out, "--window", "64", "--iterations", "1", "--top", "4"];
        Assert.Equal(0, (await Run(line)).Code);
        var record = Path.Combine(Out, "run.json");
        File.WriteAllText(record, "{");

        Assert.Equal(1, (await Run("status", Out)).Code);
        var (other, refusal) = await Run([.. line, "--seed", "2"]);
        Assert.True(other == 3, refusal);
        Assert.Contains("another image set or with another configuration", refusal, StringComparison.Ordinal);

        var (code, output) = await Run(line);
        Assert.True(code == 0, output);
        Assert.Contains("Nothing to do", output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("status", Out)).Code);
    }

    private string Out => _folder.File("out");

    private static async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await MorphCommandLine.RunAsync(arguments, new ProgramContext(output, output, IsTerminal: false, TimeProvider.System, new LocalEngine(TimeProvider.System, _ => null)));
        return (code, output.ToString());
    }
}
