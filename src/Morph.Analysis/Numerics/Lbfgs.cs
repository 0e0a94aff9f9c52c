namespace Morph.Analysis.Numerics;

/// <summary>
/// Minimises a smooth convex function by limited-memory BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5) with a backtracking line search for
/// sufficient decrease; where the decrease drowns in the rounding of the function, the slope decides (Hager and Zhang 2005, equation 4.1). Convexity keeps the curvature of each step positive, so no further condition is needed. No randomness: the same start, the same end.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const double SufficientDecrease = 1e-4;
    private const int MostHalvings = 60;

    /// <summary>Values that differ by this share of theirs are the same but for rounding.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Value of a function at a place; fills in its gradient.</summary>
    public delegate double Objective(ReadOnlySpan<double> at, Span<double> gradient);

    /// <summary>The place of the least value.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="start">Where to begin; not changed.</param>
    /// <param name="tolerance">Ends when no part of the gradient is larger than this, or when rounding allows no more decrease.</param>
    /// <param name="maxIterations">Ends after so many steps.</param>
    public static double[] Minimize(Objective objective, ReadOnlySpan<double> start, double tolerance, int maxIterations)
    {
        var (x, gradient) = (start.ToArray(), new double[start.Length]);
        var (next, nextGradient) = (new double[start.Length], new double[start.Length]);
        var value = objective(x, gradient);
        var steps = new List<(double[] Step, double[] Change, double Curvature)>();
        for (var iteration = 0; iteration < maxIterations && Largest(gradient) > tolerance; iteration++)
        {
            var direction = Direction(gradient, steps);
            var slope = Dot(direction, gradient);
            var length = steps.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(Dot(gradient, gradient))) : 1.0;
            var halvings = 0;
            double nextValue;
            while (true)
            {
                for (var i = 0; i < x.Length; i++)
                {
                    next[i] = x[i] + (length * direction[i]);
                }

                nextValue = objective(next, nextGradient);
                var isLower = nextValue <= value + (SufficientDecrease * length * slope);
                var isLevel = nextValue <= value + (Rounding * Math.Abs(value)) && Dot(direction, nextGradient) <= ((2 * SufficientDecrease) - 1) * slope;
                if (isLower || isLevel || ++halvings == MostHalvings)
                {
                    break;
                }

                length /= 2;
            }

            if (halvings == MostHalvings)
            {
                break;
            }

            Remember(steps, x, next, gradient, nextGradient);
            (x, next, gradient, nextGradient, value) = (next, x, nextGradient, gradient, nextValue);
        }

        return x;
    }

    /// <summary>Minus the inverse Hessian's approximation times the gradient: the two-loop recursion.</summary>
    private static double[] Direction(double[] gradient, List<(double[] Step, double[] Change, double Curvature)> steps)
    {
        var direction = gradient.Select(g => -g).ToArray();
        var shares = new double[steps.Count];
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            shares[i] = Dot(steps[i].Step, direction) / steps[i].Curvature;
            Add(direction, -shares[i], steps[i].Change);
        }

        if (steps.Count > 0)
        {
            var (_, change, curvature) = steps[^1];
            var scale = curvature / Dot(change, change);
            for (var i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }

        for (var i = 0; i < steps.Count; i++)
        {
            Add(direction, shares[i] - (Dot(steps[i].Change, direction) / steps[i].Curvature), steps[i].Step);
        }

        return direction;
    }

    private static void Remember(
        List<(double[] Step, double[] Change, double Curvature)> steps, double[] from, double[] to, double[] gradientFrom, double[] gradientTo)
    {
        var step = to.Zip(from, (a, b) => a - b).ToArray();
        var change = gradientTo.Zip(gradientFrom, (a, b) => a - b).ToArray();
        var curvature = Dot(step, change);
        if (curvature <= 0)
        {
            return; // rounding, at the very bottom
        }

        if (steps.Count == Memory)
        {
            steps.RemoveAt(0);
        }

        steps.Add((step, change, curvature));
    }

    private static double Largest(double[] values) => values.Max(Math.Abs);

    private static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static void Add(double[] target, double factor, double[] values)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += factor * values[i];
        }
    }
}
