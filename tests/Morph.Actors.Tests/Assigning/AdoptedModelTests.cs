using Morph.Actors.Assigning;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;

namespace Morph.Actors.Tests.Assigning;

public sealed class AdoptedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDirectory _first;
    private readonly RunDirectory _second;
    private readonly ModelRun _model;

    public AdoptedModelTests()
    {
        (_first, _second) = (new(_folder.File("first")), new(_folder.File("second")));
        ArtifactRecord File(string path) => AtomicFile.Write(_first, _first.Absolute(path), s => s.Write("of "u8.ToArray().Concat(path.Select(c => (byte)c)).ToArray()));
        _model = new(_first.Root, "first", File("checkpoints/x/best.ckpt"), File("checkpoints/x/losses.csv"), File("clusters/windows.parquet"), File("clusters/mixture.json"));
    }

    public void Dispose() => _folder.Dispose();

    private string Copy => _second.AdoptedFile(_model.Encoder);

    private IReadOnlyList<ArtifactRecord> Bring() => new AdoptedModel(_second, _model).Bring();

    [Fact]
    public void The_files_are_copied_and_known_by_the_same_digests()
    {
        var brought = Bring();
        Assert.Equal(["adopted/best.ckpt", "adopted/losses.csv", "adopted/windows.parquet", "adopted/mixture.json"], brought.Select(b => b.Path));
        Assert.Equal(_model.Files.Select(f => f.Digest), brought.Select(b => b.Digest));
        Assert.Empty(ArtifactCheck.Check(_second, brought));
    }

    [Fact]
    public void What_is_brought_needs_the_other_run_no_longer()
    {
        var brought = Bring();
        Directory.Delete(_first.Root, recursive: true);
        var written = File.GetLastWriteTimeUtc(Copy);
        Assert.Equal(brought, Bring());
        Assert.Equal(written, File.GetLastWriteTimeUtc(Copy));
    }

    [Fact]
    public void A_damaged_copy_is_brought_anew_and_cannot_be_when_the_other_run_is_gone()
    {
        var brought = Bring();
        File.WriteAllText(Copy, "damaged");
        Assert.Equal(brought, Bring());

        File.WriteAllText(Copy, "damaged");
        Directory.Delete(_first.Root, recursive: true);
        var failure = Assert.Throws<ArtifactException>(Bring);
        Assert.Contains("adopted/best.ckpt is to be copied", failure.Message, StringComparison.Ordinal);
        Assert.Contains("checkpoints/x/best.ckpt is missing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_has_changed_since_is_not_brought()
    {
        var path = _first.Absolute(_model.Encoder.Path);
        File.WriteAllText(path, File.ReadAllText(path).ToUpperInvariant());
        Assert.Contains("not the ones that were written", Assert.Throws<ArtifactException>(Bring).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Copy));
    }

    [Fact]
    public void Another_place_is_the_same_model_and_another_file_is_not()
    {
        Assert.Equal(_model.Digest, (_model with { Directory = "/elsewhere" }).Digest);
        Assert.NotEqual(_model.Digest, (_model with { Mixture = _model.Losses }).Digest);
    }
}
