using System.Diagnostics;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Artifacts.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_record_tells_the_bytes_on_disk_and_a_path_relative_to_the_run()
    {
        var run = new RunDirectory(_folder.Path);
        var record = AtomicFile.Write(run, run.MaskPath("A", "1"), stream =>
        {
            stream.WriteByte(7);
            stream.Write(new byte[100_000]);
        });
        Assert.Equal("masks/A/1.png", record.Path);
        Assert.Equal(100_001, record.Bytes);
        Assert.Equal(Digest.OfFile(run.MaskPath("A", "1")), record.Digest);
        Assert.Single(Directory.GetFileSystemEntries(run.MasksFolder + "/A"));
    }

    [Fact]
    public void An_interrupted_write_leaves_the_old_file_and_nothing_else()
    {
        var path = _folder.File("a.txt");
        AtomicFile.Write(path, stream => stream.Write("old"u8));
        Assert.Throws<TimeoutException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            throw new TimeoutException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_writer_that_closes_its_stream_still_gets_its_file()
    {
        var path = _folder.File("a.txt");
        var record = AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream);
            writer.Write("closed");
        });
        Assert.Equal(Digest.Of("closed"u8), record.Digest);
        Assert.Equal("closed", File.ReadAllText(path));
    }

    [Fact]
    public void A_failure_to_read_the_input_is_not_taken_for_a_failure_to_write()
    {
        var failure = Assert.Throws<FileNotFoundException>(() => AtomicFile.Write(_folder.File("a"), stream =>
            File.OpenRead(_folder.File("input-that-is-not-there")).CopyTo(stream)));
        Assert.Contains("input-that-is-not-there", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("/proc/morph/a.txt")]
    [InlineData("/dev/null/a.txt")]
    public void A_folder_that_cannot_be_made_is_named(string path)
    {
        var failure = Assert.ThrowsAny<MorphException>(() => AtomicFile.Write(path, stream => stream.WriteByte(1)));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_full_disk_is_said_with_the_way_out_and_leaves_nothing()
    {
        Skip.IfNot(Environment.UserName == "root" && Command("mount", "-t", "tmpfs", "-o", "size=64k", "morph-test", _folder.Path) == 0, "No small disk can be mounted here.");
        try
        {
            var path = _folder.File("a.bin");
            var failure = Assert.Throws<StageException>(() => AtomicFile.Write(path, stream => stream.Write(new byte[1 << 20])));
            Assert.Contains(path, failure.Message, StringComparison.Ordinal);
            Assert.Contains("Free some space", failure.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        }
        finally
        {
            Assert.Equal(0, Command("umount", _folder.Path));
        }
    }

    private static int Command(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
