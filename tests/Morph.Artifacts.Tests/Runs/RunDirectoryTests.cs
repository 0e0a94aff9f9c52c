using System.Diagnostics;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tests.Runs;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunDirectory Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_layout_is_the_promised_one()
    {
        var key = Digest.OfTexts("key");
        string[] paths =
        [
            Run.MaskPath("S01", "00733"), Run.EmbeddingPath("abc", "S01", "00733"), Run.CheckpointFolder(key), Run.UmapFile(key),
            Run.WindowsFile, Run.ReportPage, Run.FieldPicture(2, "00733"), Run.LossesFile(key),
        ];
        Assert.Equal(
            [
                "masks/S01/00733.png", "embeddings/abc/S01/00733.parquet", $"checkpoints/{key.Short}", $"reduce/{key.Short}/umap.parquet",
                "clusters/windows.parquet", "report/index.html", "report/fields/M02-F00733.png", $"checkpoints/{key.Short}/losses.csv",
            ],
            paths.Select(Run.Relative));
        Assert.All(paths, path => Assert.Equal(path, Run.Absolute(Run.Relative(path))));
    }

    [Theory]
    [InlineData("S01", "S01")]
    [InlineData("a/b", "a_b~")]
    [InlineData("../../etc/passwd", "_.._etc_passwd~")]
    [InlineData("", "_~")]
    public void Names_become_one_safe_part_of_a_path(string name, string start) =>
        Assert.StartsWith(start, RunDirectory.SafeName(name), StringComparison.Ordinal);

    [Fact]
    public void Names_that_look_alike_do_not_meet()
    {
        string[] names = ["a/b", "a b", "a_b", "a:b", ".a_b", new string('x', 300), new string('x', 301)];
        var safe = names.Select(RunDirectory.SafeName).ToArray();
        Assert.Equal(names.Length, safe.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(safe, name => Assert.True(name.Length < 200));
    }

    [Fact]
    public void A_second_holder_is_refused_and_told_where()
    {
        using (Run.Lock())
        {
            var failure = Assert.Throws<ConfigurationException>(() => Run.Lock());
            Assert.Contains("Another morph process works in " + _folder.Path, failure.Message, StringComparison.Ordinal);
        }

        Run.Lock().Dispose();
    }

    [Fact]
    public void The_lock_of_a_killed_process_is_free()
    {
        // flock(1) takes the same lock of the operating system as the program does.
        Run.Lock().Dispose();
        using var holder = Process.Start(new ProcessStartInfo("flock", [Run.LockFile, "sh", "-c", "echo held; exec sleep 600"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        Assert.Throws<ConfigurationException>(() => Run.Lock());
        holder.Kill(entireProcessTree: true);
        holder.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => Record.Exception(() => Run.Lock().Dispose()) is null, TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("/proc/morph")]
    [InlineData("/dev/null")]
    public void A_directory_that_cannot_be_written_is_refused_with_the_way_out(string root)
    {
        var failure = Assert.Throws<ConfigurationException>(() => new RunDirectory(root).CheckWritable());
        Assert.Contains(root, failure.Message, StringComparison.Ordinal);
        Assert.Contains("--out", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_killed_processes_left_is_cleaned_away()
    {
        AtomicFile.Write(Run, Run.MaskPath("S", "1"), stream => stream.WriteByte(1));
        var left = Path.Combine(Run.MasksFolder, "S", ".0123.morph-tmp");
        File.WriteAllText(left, "half");
        Assert.Equal([left], Run.CleanTemporaries());
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(Run.MaskPath("S", "1")));
        Assert.Empty(new RunDirectory(_folder.File("none")).CleanTemporaries());
    }

    [Fact]
    public void Proving_that_it_can_be_written_leaves_nothing()
    {
        new RunDirectory(_folder.File("new")).CheckWritable();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("new")));
    }
}
