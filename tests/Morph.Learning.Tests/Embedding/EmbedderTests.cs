using Morph.Domain.Errors;
using Morph.Domain.Pixels;
using Morph.Domain.Settings;
using Morph.Domain.Windows;
using Morph.Learning.Embedding;
using Morph.Learning.Files;
using Morph.Learning.Networks;
using Morph.Learning.Tests.Training;
using Morph.Learning.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Embedding;

public sealed class EmbedderTests : IDisposable
{
    private static readonly IReadOnlyList<WindowPosition> Positions = new WindowGrid(64, 8).Positions(80, 80);

    private readonly TemporaryFolder _folder = new();
    private readonly FieldImage _image = new SyntheticFields().ReadImage(SyntheticFields.Field("a", "a-0"));

    /// <summary>A field of which the last windows, flush with the border, lie on other grids of locations than the rest.</summary>
    [Theory]
    [InlineData(NetworkForm.Reference, WindowBorder.Zeros, NumberPrecision.Float32, 1e-4)]
    [InlineData(NetworkForm.Reference, WindowBorder.Surroundings, NumberPrecision.Float32, 1e-4)]
    [InlineData(NetworkForm.Pooled, WindowBorder.Zeros, NumberPrecision.Float32, 1e-4)]
    [InlineData(NetworkForm.Pooled, WindowBorder.Surroundings, NumberPrecision.Float32, 1e-4)]
    [InlineData(NetworkForm.Reference, WindowBorder.Surroundings, NumberPrecision.BFloat16, 0.01)]
    [InlineData(NetworkForm.Pooled, WindowBorder.Surroundings, NumberPrecision.BFloat16, 0.01)]
    public void Windows_are_embedded_as_the_networks_in_evaluation_mode_do_it_one_at_a_time(
        NetworkForm form, WindowBorder border, NumberPrecision precision, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var settings = Settings.Reference with { Network = form, Border = border };
        using var networks = new DeepInfoMax(settings, 3);
        NumberRule.SetWeights(networks.NamedParameters());
        foreach (var (name, buffer) in networks.ModelState().Where(t => t.Name.Contains("running", StringComparison.Ordinal)))
        {
            buffer.copy_(NumberRule.Uniform(name.Length, buffer.shape) + 0.5);
        }

        networks.Evaluate();
        const int height = 150, width = 167;
        var image = new FieldImage(3, height, width, [.. Enumerable.Range(0, 3 * height * width).Select(i => (ushort)(1000 * NumberRule.U(5, i)))]);
        var normalisation = new Normalisation([400, 500, 600], [300, 250, 350]);
        var positions = new WindowGrid(128, 16).Positions(height, width);
        Assert.Equal(12, positions.Count);

        using var embedder = Load(networks, normalisation, settings, precision);
        var actual = embedder.Embed(image, positions);
        var margin = networks.Architecture.Margin;
        var pixels = tensor(image.Pixels.Select(p => (float)p).ToArray(), [3, height, width]);
        var normalised = nn.functional.pad(
            (pixels - tensor(new float[] { 400, 500, 600 }).view(3, 1, 1)) / tensor(new float[] { 300, 250, 350 }).view(3, 1, 1), [margin, margin, margin, margin]);
        foreach (var ((y, x), row) in positions.Select((p, i) => (p, i)))
        {
            var window = normalised.narrow(1, y, 128 + (2 * margin)).narrow(2, x, 128 + (2 * margin)).unsqueeze(0).contiguous();
            var expected = networks.Represent(window).Global.data<float>().ToArray();
            var length = Math.Sqrt(expected.Sum(e => e * e));
            var alone = embedder.Embed(image, [positions[row]]);
            Assert.Equal(form == NetworkForm.Reference ? 128 : 126, expected.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.InRange(actual[row * expected.Length + i], expected[i] - tolerance * length, expected[i] + tolerance * length);
                Assert.InRange(alone[i], expected[i] - tolerance * length, expected[i] + tolerance * length);
            }
        }
    }

    [Fact]
    public async Task Two_workers_give_the_bytes_of_one_and_the_same_each_time()
    {
        var path = Trained();
        using var alone = Embedder.Load(path, "cpu", 1);
        var expected = alone.Embed(_image, Positions);
        Assert.Equal(Positions.Count * WindowEmbedding.LearnedLength, expected.Length);
        Assert.Equal(expected, alone.Embed(_image, Positions));
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            using var embedder = Embedder.Load(path, "cpu", 1);
            return Enumerable.Range(0, 4).Select(_ => embedder.Embed(_image, Positions)).ToArray();
        })));
        Assert.All(both.SelectMany(b => b), b => Assert.Equal(expected, b));
    }

    [Fact]
    public void A_model_carries_what_a_later_image_needs()
    {
        using var embedder = Embedder.Load(Trained(), "cpu", 1);
        Assert.Equal(64, embedder.Window);
        Assert.Equal(2, embedder.Channels);
        Assert.Equal(["DNA", "actin"], embedder.ChannelNames);
        Assert.Equal([300, 300], embedder.Normalisation.Mean);
        Assert.Equal([200, 200], embedder.Normalisation.StandardDeviation);
    }

    [Fact]
    public void No_windows_give_no_rows_and_native_memory_does_not_grow()
    {
        using var embedder = Embedder.Load(Trained(), "cpu", 1);
        embedder.Embed(_image, Positions);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Empty(embedder.Embed(_image, []));
        embedder.Embed(_image, Positions);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void An_image_of_other_channels_and_a_window_beyond_the_field_are_refused()
    {
        using var embedder = Embedder.Load(Trained(), "cpu", 1);
        Assert.Contains("has 1 channels; the model was trained on 2",
            Assert.Throws<ImageException>(() => embedder.Embed(new FieldImage(1, 80, 80, new ushort[6400]), Positions)).Message, StringComparison.Ordinal);
        Assert.Contains("at (17, 0) reaches beyond the 80 x 80 field",
            Assert.Throws<ArgumentOutOfRangeException>(() => embedder.Embed(_image, [new(17, 0)])).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Trained()
    {
        using var session = TrainingSession.Start(SyntheticFields.Plan(1), new SyntheticFields());
        session.Advance();
        TrainingSessionTests.Save(_folder.File("model"), session.SaveModel);
        return _folder.File("model");
    }

    private Embedder Load(DeepInfoMax networks, Normalisation normalisation, TrainSettings settings, NumberPrecision precision)
    {
        var description = new ModelDescription("", 0, networks.Architecture.Channels, [], settings.Window, normalisation, 1, settings, new() { Precision = precision });
        TrainingSessionTests.Save(
            _folder.File("networks"), stream => TensorFileWriter.Write(stream, ModelDescription.Kind, description, networks.ModelState()));
        return Embedder.Load(_folder.File("networks"), "cpu", 1);
    }
}
