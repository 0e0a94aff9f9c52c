using Morph.Domain.Errors;
using Morph.Learning.Files;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Files;

public class TensorFileTests
{
    /// <summary>A file of format 1 as it was written when the format was made; it must be readable for ever.</summary>
    private const string FormatOne =
        "TW9ycGhOZXQBAAAAgQAAAHsia2luZCI6Im5vdGUiLCJhYm91dCI6eyJ0ZXh0IjoiaGVsbG8ifSwidGVuc29ycyI6W3sibmFtZSI6ImEiLCJ0eXBlIjoiZjMy"
        + "Iiwic2hhcGUiOlsyLDFdfSx7Im5hbWUiOiJiIiwidHlwZSI6Imk2NCIsInNoYXBlIjpbXX1dfQAAAD8AAMDABwAAAAAAAAA=";

    [Fact]
    public void A_file_of_the_first_format_is_readable()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var content = Convert.FromBase64String(FormatOne);
        File.WriteAllBytes(folder.File("note"), [.. content, .. System.Security.Cryptography.SHA256.HashData(content)]);

        using var file = TensorFile.Open(folder.File("note"), "note");
        var (a, b) = (zeros(2, 1), zeros(Array.Empty<long>(), ScalarType.Int64));
        file.CopyInto([("b", b), ("a", a)]);
        Assert.Equal("hello", file.About<Note>().Text);
        Assert.Equal([0.5f, -6f], a.data<float>().ToArray());
        Assert.Equal(7, b.item<long>());
    }

    [Fact]
    public void The_first_format_is_what_is_written()
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("note"));
        Assert.Equal(FormatOne, Convert.ToBase64String(File.ReadAllBytes(folder.File("note"))[..^32]));
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("one"));
        Write(folder.File("two"));
        Assert.Equal(File.ReadAllBytes(folder.File("one")), File.ReadAllBytes(folder.File("two")));
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("note"));
        var sound = File.ReadAllBytes(folder.File("note"));
        for (var at = 0; at < sound.Length; at++)
        {
            var changed = (byte[])sound.Clone();
            changed[at] ^= 0x10;
            File.WriteAllBytes(folder.File("note"), changed);
            RefusedByName(folder.File("note"));
        }
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("note"));
        var sound = File.ReadAllBytes(folder.File("note"));
        for (var length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(folder.File("note"), sound[..length]);
            RefusedByName(folder.File("note"));
        }
    }

    [Fact]
    public void A_newer_format_is_refused_with_the_way_out()
    {
        using var folder = new TemporaryFolder();
        var content = Convert.FromBase64String(FormatOne);
        content[8] = 2;
        File.WriteAllBytes(folder.File("note"), [.. content, .. System.Security.Cryptography.SHA256.HashData(content)]);
        var failure = Assert.Throws<ArtifactException>(() => TensorFile.Open(folder.File("note"), "note"));
        Assert.Contains("has format 2; this program reads formats 1 to 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var failure = Assert.Throws<ArtifactException>(() => TensorFile.Open("/nowhere/at/all", "model"));
        Assert.Equal("The model /nowhere/at/all is missing.", failure.Message);
    }

    [Fact]
    public void A_tensor_of_another_shape_is_refused()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Write(folder.File("note"));
        using var file = TensorFile.Open(folder.File("note"), "note");
        var failure = Assert.Throws<ArtifactException>(() => file.CopyInto([("a", zeros(3))]));
        Assert.Contains("a should have the shape [3]", failure.Message, StringComparison.Ordinal);
    }

    private static void RefusedByName(string path) =>
        Assert.Contains(path, Assert.Throws<ArtifactException>(() => TensorFile.Open(path, "note")).Message, StringComparison.Ordinal);

    private static void Write(string path)
    {
        using var scope = NewDisposeScope();
        using var stream = File.Create(path);
        TensorFileWriter.Write(stream, "note", new Note("hello"), [("a", tensor(new[] { 0.5f, -6f }, [2, 1])), ("b", tensor(7L))]);
        Assert.True(stream.CanWrite);
    }

    private sealed record Note(string Text);
}
