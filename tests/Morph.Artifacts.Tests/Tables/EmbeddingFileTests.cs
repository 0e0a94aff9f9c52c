using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;

namespace Morph.Artifacts.Tests.Tables;

public sealed class EmbeddingFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunDirectory Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(169)]
    public void A_field_reads_back_as_it_was(int windows)
    {
        var field = Examples.Field("siRNA <1>", "00733", windows);
        var record = EmbeddingFile.Write(Run, field);
        var read = EmbeddingFile.Read(Run.Absolute(record.Path));

        Assert.StartsWith("embeddings/0123456789ab/", record.Path, StringComparison.Ordinal);
        Assert.Equal((field.Sample, field.Field, field.Model, field.Set), (read.Sample, read.Field, read.Model, read.Set));
        Assert.Equal(field.Channels.AsEnumerable(), read.Channels);
        Assert.Equal(field.Metadata.AsEnumerable(), read.Metadata);
        Assert.Equal(field.Y, read.Y);
        Assert.Equal(field.X, read.X);
        Assert.Equal(field.ForegroundFraction, read.ForegroundFraction);
        Assert.Equal(field.Vectors, read.Vectors);
    }

    [Fact]
    public void The_same_field_gives_the_same_bytes()
    {
        var first = EmbeddingFile.Write(Run, Examples.Field("A", "1", 50));
        Assert.Equal(first, EmbeddingFile.Write(Run, Examples.Field("A", "1", 50)));
        Assert.Null(ArtifactCheck.Check(Run, first));
        Assert.NotEqual(first.Digest, EmbeddingFile.Write(Run, Examples.Field("A", "2", 50)).Digest);
    }

    [Fact]
    public void Damage_anywhere_is_an_error_that_names_the_file_or_reads_as_a_table()
    {
        var record = EmbeddingFile.Write(Run, Examples.Field("A", "1", 20, dimensions: 4));
        var path = Run.Absolute(record.Path);
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at += 5)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x5a;
            File.WriteAllBytes(path, damaged);
            if (Record.Exception(() => EmbeddingFile.Read(path)) is { } failure)
            {
                Assert.Contains(path, Assert.IsType<ArtifactException>(failure).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_windows_with_most_foreground_are_kept_in_their_order()
    {
        var field = Examples.Field("A", "1", 5, dimensions: 2) with { ForegroundFraction = [0.1f, 0.9f, 0.5f, 0.9f, 0.5f] };
        var top = field.Top(3);
        Assert.Equal([32, 64, 96], top.Y);
        Assert.Equal([0.9f, 0.5f, 0.9f], top.ForegroundFraction);
        Assert.Equal(field.Vectors[2..8], top.Vectors);
        Assert.Same(field, field.Top(5));
    }
}
