using Morph.Domain.Errors;
using Morph.Domain.Windows;
using Morph.Learning.Embedding;
using Morph.Learning.Training;

namespace Morph.Learning.Tests.Embedding;

public sealed class UntrainedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SyntheticFields _fields = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_embeds_as_the_training_would_have_before_its_first_step()
    {
        var (before, after) = (Model("before", steps: 0), Model("after", steps: 3));
        var untrained = Untrained(after);
        Assert.Equal(Embed(before), Embed(untrained));
        Assert.NotEqual(Embed(after), Embed(untrained));
    }

    [Fact]
    public void It_is_the_same_file_whatever_was_trained_and_leaves_its_stream_open()
    {
        Assert.Equal(File.ReadAllBytes(Untrained(Model("one", steps: 1))), File.ReadAllBytes(Untrained(Model("two", steps: 2))));
        using var stream = new MemoryStream();
        UntrainedModel.Write(Model("open", steps: 0), stream);
        Assert.True(stream.CanWrite);
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        var path = _folder.File("text.ckpt");
        File.WriteAllText(path, "no model");
        Assert.Throws<ArtifactException>(() => UntrainedModel.Write(path, Stream.Null));
    }

    private string Model(string name, int steps)
    {
        var path = _folder.File(name + ".ckpt");
        using var session = TrainingSession.Start(SyntheticFields.Plan(10), _fields);
        for (var i = 0; i < steps; i++)
        {
            session.Advance();
        }

        using var file = File.Create(path);
        session.SaveModel(file);
        return path;
    }

    private string Untrained(string model)
    {
        var path = model + ".untrained";
        using var file = File.Create(path);
        UntrainedModel.Write(model, file);
        return path;
    }

    private float[] Embed(string model)
    {
        using var embedder = Embedder.Load(model, "cpu", threads: 1);
        return embedder.Embed(_fields.ReadImage(SyntheticFields.Field("a", "a-0")), [new WindowPosition(0, 0), new WindowPosition(8, 16)]);
    }
}
