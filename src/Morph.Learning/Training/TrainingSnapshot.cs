using Morph.Learning.Files;
using static TorchSharp.torch;

namespace Morph.Learning.Training;

/// <summary>A training at one step, copied to the processor's memory: the training goes on while another thread writes it.</summary>
public sealed class TrainingSnapshot : IDisposable
{
    private readonly CheckpointDescription _description;
    private readonly List<(string Name, Tensor Value)> _tensors;

    internal TrainingSnapshot(CheckpointDescription description, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        _description = description;
        _tensors = [.. tensors.Select(t => (t.Name, t.Value.detach().to(CPU, copy: true).DetachFromDisposeScope()))];
    }

    /// <summary>Steps done.</summary>
    public int Step => _description.Step;

    /// <summary>Writes the bytes that <see cref="TrainingSession.SaveCheckpoint"/> would have written; from any thread. The stream stays open.</summary>
    public void Save(Stream stream) => TensorFileWriter.Write(stream, CheckpointDescription.Kind, _description, _tensors);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in _tensors)
        {
            value.Dispose();
        }
    }
}
