using System.Diagnostics;
using Morph.Domain.Errors;
using Morph.Imaging.Formats;

namespace Morph.Imaging.Tests.Formats;

public class SpecialFilesTests
{
    private static string Refusal(string path) => Assert.Throws<ImageException>(() => new PlaneReader(1_000_000).ReadHeader(path)).Message;

    [Fact]
    public void An_empty_file_a_folder_a_missing_file_and_a_text_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("empty.png"), []);
        File.WriteAllText(folder.File("text.png"), "not an image at all");
        Assert.Equal($"{folder.File("empty.png")}: the file is empty (0 bytes); copy or export it again.", Refusal(folder.File("empty.png")));
        Assert.Equal($"{folder.Path}: this is a folder, not an image file.", Refusal(folder.Path));
        Assert.Equal($"{folder.File("none.png")}: there is no such file.", Refusal(folder.File("none.png")));
        File.CreateSymbolicLink(folder.File("link.png"), folder.File("none.png"));
        Assert.Equal($"{folder.File("link.png")}: there is no such file.", Refusal(folder.File("link.png")));
        Assert.Equal(
            $"{folder.File("text.png")}: its content is not an image that can be read (TIFF, PNG, JPEG, BMP, DIB, C01); export it as 8- or 16-bit TIFF or PNG.",
            Refusal(folder.File("text.png")));
    }

    [SkippableFact]
    public void A_pipe_does_not_block()
    {
        using var folder = new TemporaryFolder();
        using (var mkfifo = Process.Start("mkfifo", folder.File("pipe.png")))
        {
            mkfifo.WaitForExit();
            Skip.IfNot(mkfifo.ExitCode == 0, "Pipes cannot be made here.");
        }

        Assert.Contains("the file is empty", Refusal(folder.File("pipe.png")), StringComparison.Ordinal);
        File.CreateSymbolicLink(folder.File("link.png"), folder.File("pipe.png"));
        Assert.Contains("the file is empty", Refusal(folder.File("link.png")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_file_that_may_not_be_read_says_so()
    {
        Skip.If(Environment.IsPrivilegedProcess, "The superuser may read everything.");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.png"), [1]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.File("a.png"), UnixFileMode.None);
        }

        Assert.Equal($"{folder.File("a.png")}: permission denied; make the file readable for the user who runs morph.", Refusal(folder.File("a.png")));
    }

    [Fact]
    public void The_format_is_told_by_content_not_by_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("image.tif"), PngWriter.Encode(2, 2, (byte[])[1, 2, 3, 4]));
        Assert.Equal("PNG", new PlaneReader(100).ReadHeader(folder.File("image.tif")).Format);
    }
}
