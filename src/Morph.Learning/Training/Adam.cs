using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Morph.Learning.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with the usual betas 0.9 and 0.999 and epsilon 1e-8. Its whole state is two named tensors per
/// parameter and the number of updates, so that a checkpoint is a plain table of tensors.
/// </summary>
public sealed class Adam : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly (string Name, Parameter Parameter, Tensor Mean, Tensor Square)[] _slots;

    /// <summary>Starts with moments of 0 for the given parameters, which stay on their device.</summary>
    public Adam(IEnumerable<(string Name, Parameter Parameter)> parameters) =>
        _slots = [.. parameters.Select(p => (p.Name, p.Parameter, Moment(p.Parameter), Moment(p.Parameter)))];

    /// <summary>The state by name: <c>NAME.exp_avg</c> and <c>NAME.exp_avg_sq</c> of each parameter.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedState() =>
        _slots.SelectMany(s => new[] { ($"{s.Name}.exp_avg", s.Mean), ($"{s.Name}.exp_avg_sq", s.Square) });

    /// <summary>Moves each parameter against its gradient.</summary>
    /// <param name="step">Number of this update, from 1; corrects the bias of the moments.</param>
    /// <param name="learningRate">Learning rate of this update.</param>
    /// <exception cref="InvalidOperationException">A parameter has no gradient.</exception>
    public void Update(int step, double learningRate)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var rate = learningRate / (1 - Math.Pow(Beta1, step));
        var correction = 1 / Math.Sqrt(1 - Math.Pow(Beta2, step));
        foreach (var (name, parameter, mean, square) in _slots)
        {
            var gradient = parameter.grad ?? throw new InvalidOperationException($"{name} has no gradient.");
            mean.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
            square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            parameter.addcdiv_(mean, square.sqrt().mul_(correction).add_(Epsilon), -rate);
            scope.DisposeEverything();
        }
    }

    /// <summary>Forgets the gradients.</summary>
    public void ClearGradients()
    {
        foreach (var slot in _slots)
        {
            slot.Parameter.grad = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Mean.Dispose();
            slot.Square.Dispose();
        }
    }

    private static Tensor Moment(Parameter parameter) => zeros_like(parameter).DetachFromDisposeScope();
}
