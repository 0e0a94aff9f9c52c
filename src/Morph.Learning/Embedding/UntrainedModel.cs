using Morph.Learning.Files;
using Morph.Learning.Networks;
using static TorchSharp.torch;

namespace Morph.Learning.Embedding;

/// <summary>A model as it was before its first training step: what the network sees without having learned anything.</summary>
public static class UntrainedModel
{
    /// <summary>Writes a model like a trained one (channels, window, normalisation, settings), with the initial weights of its seed. The stream stays open.</summary>
    /// <param name="modelPath">The trained model.</param>
    /// <param name="output">Receives the file, which <see cref="Embedder.Load"/> reads.</param>
    /// <exception cref="Domain.Errors.ArtifactException">The trained model is missing, damaged, or no model.</exception>
    public static void Write(string modelPath, Stream output)
    {
        using var file = TensorFile.Open(modelPath, ModelDescription.Kind);
        var model = file.About<ModelDescription>();
        using var scope = NewDisposeScope();
        using var networks = new DeepInfoMax(model.Train, model.Channels);
        InitialWeights.Set(networks, model.Seed);
        TensorFileWriter.Write(output, ModelDescription.Kind, model with { Step = 0 }, networks.ModelState());
    }
}
