using Morph.Learning.Networks;
using static TorchSharp.torch;

namespace Morph.Learning.Training;

/// <summary>A copy of the encoder's and summarizer's weights at the step of the lowest validation loss so far.</summary>
internal sealed class KeptModel : IDisposable
{
    private KeptModel(int step, double mi, IReadOnlyList<(string Name, Tensor Value)> state) => (Step, Mi, State) = (step, mi, state);

    /// <summary>The step of the weights.</summary>
    public int Step { get; }

    /// <summary>Validation L_MI at that step.</summary>
    public double Mi { get; }

    /// <summary>Weights and batch-norm statistics by name, on the processor.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> State { get; }

    /// <summary>Copies the weights as they are now.</summary>
    public static KeptModel Copy(DeepInfoMax networks, int step, double mi)
    {
        using var still = no_grad();
        return new(step, mi, [.. networks.ModelState().Select(t => (t.Name, t.Value.detach().to(CPU, copy: true).DetachFromDisposeScope()))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, value) in State)
        {
            value.Dispose();
        }
    }
}
