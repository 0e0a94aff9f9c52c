using Morph.Domain.Errors;
using Morph.Imaging.Simulate;

namespace Morph.Imaging.Tests.Simulate;

public class SimulationFolderTests
{
    private static readonly SimulationOptions Options = new(Samples: 2, Fields: 2, Seed: 3, Height: 64, Width: 64);

    [Fact]
    public void A_folder_with_other_files_is_refused_untouched()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("thesis.docx"), "years of work");
        var refused = Assert.Throws<ConfigurationException>(() => Write(folder));
        Assert.Contains("thesis.docx", refused.Message);
        Assert.Contains("choose another folder", refused.Message);
        Assert.Equal([folder.File("thesis.docx")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("out"), "");
        var refused = Assert.Throws<ConfigurationException>(() => CellSimulator.Write(folder.File("out"), Options, null, CancellationToken.None));
        Assert.Contains("choose another folder", refused.Message);
    }

    [Fact]
    public void The_same_command_again_writes_nothing_but_the_tables()
    {
        using var folder = new TemporaryFolder();
        Write(folder);
        var before = CellSimulatorTests.Contents(folder.Path);
        var old = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var file in Directory.GetFiles(folder.Path, "*.png"))
        {
            File.SetLastWriteTimeUtc(file, old);
        }

        Write(folder);
        Assert.All(Directory.GetFiles(folder.Path, "*.png"), file => Assert.Equal(old, File.GetLastWriteTimeUtc(file)));
        Assert.Equal(before, CellSimulatorTests.Contents(folder.Path));
    }

    [Fact]
    public void Damaged_and_missing_files_and_cut_lists_are_mended()
    {
        using var folder = new TemporaryFolder();
        Write(folder);
        var before = CellSimulatorTests.Contents(folder.Path);
        var files = Directory.GetFiles(folder.Path, "*.png");
        File.WriteAllBytes(files[0], []);
        File.Delete(files[^1]);
        File.Delete(folder.File("truth.csv"));
        File.WriteAllText(folder.File(".00011-DNA.png.tmp"), "cut short");
        var ledger = folder.File("simulation.sha256");
        File.WriteAllBytes(ledger, File.ReadAllBytes(ledger)[..^100]);
        Write(folder);
        Assert.Equal(before, CellSimulatorTests.Contents(folder.Path));
    }

    [Fact]
    public void Another_simulation_takes_the_place_of_the_old_one_and_leaves_foreign_files()
    {
        using var folder = new TemporaryFolder();
        Write(folder);
        File.WriteAllText(folder.File("notes.txt"), "mine");
        var other = Options with { Samples = 3, Format = SimulatedFormat.Tif };
        CellSimulator.Write(folder.Path, other, null, CancellationToken.None);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.png"));
        Assert.Equal(18, Directory.GetFiles(folder.Path, "*.tif").Length);
        Assert.Equal("mine", File.ReadAllText(folder.File("notes.txt")));
        Assert.Equal(6, CellSimulatorTests.Rows(folder, "samples.csv").Count);
    }

    [Fact]
    public void A_cancelled_simulation_goes_on_to_the_same_files()
    {
        using var folder = new TemporaryFolder();
        using var whole = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        var first = new Told(_ => cancel.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => CellSimulator.Write(folder.Path, Options with { Threads = 1 }, first, cancel.Token));
        Assert.InRange(Directory.GetFiles(folder.Path, "*.png").Length, 3, 9);
        Assert.False(File.Exists(folder.File("samples.csv")));
        Write(folder);
        Write(whole);
        Assert.Equal(CellSimulatorTests.Contents(whole.Path), CellSimulatorTests.Contents(folder.Path));
    }

    [Fact]
    public void Progress_counts_every_field_once()
    {
        using var folder = new TemporaryFolder();
        var told = new System.Collections.Concurrent.ConcurrentBag<(int Done, int Total)>();
        CellSimulator.Write(folder.Path, Options, new Told(told.Add), CancellationToken.None);
        Assert.Equal([(1, 4), (2, 4), (3, 4), (4, 4)], told.Order());
    }

    private static void Write(TemporaryFolder folder) => CellSimulator.Write(folder.Path, Options, null, CancellationToken.None);

    private sealed class Told(Action<(int Done, int Total)> tell) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => tell(value);
    }
}
