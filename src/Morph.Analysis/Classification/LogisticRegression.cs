using Morph.Analysis.Numerics;

namespace Morph.Analysis.Classification;

/// <summary>
/// Multinomial logistic regression (softmax) with an L2 penalty, scikit-learn's LogisticRegression: the minimum over W (K x d) and b (K) of
/// the sum of -log softmax(W x + b)[label] over all points, plus |W|^2 / (2 C). The biases b are not penalised.
/// </summary>
public sealed class LogisticRegression
{
    private const int BlockRows = 256;
    private const int MaxIterations = 1000;

    private readonly double[] _parameters;
    private readonly int _width;

    private LogisticRegression(double[] parameters, int classes, int dimensions) =>
        (_parameters, _width, Classes, Dimensions) = (parameters, LaneMath.Padded(dimensions + 1), classes, dimensions);

    /// <summary>Number of classes K.</summary>
    public int Classes { get; }

    /// <summary>Features d.</summary>
    public int Dimensions { get; }

    /// <summary>Fits by L-BFGS from zero; the same bytes for any number of threads.</summary>
    /// <param name="points">n points, at least one; features of one scale, since one penalty holds for all.</param>
    /// <param name="labels">The class of each, 0 to <paramref name="classes"/> - 1; a class may be without points.</param>
    /// <param name="classes">Number of classes K, at least 2.</param>
    /// <param name="c">C, above 0: the larger, the less penalty.</param>
    /// <param name="tolerance">Ends when no part of the gradient is larger than this times n.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <exception cref="ArgumentException">Not one label per point, or there are none.</exception>
    public static LogisticRegression Fit(Points points, IReadOnlyList<int> labels, int classes, double c = 1, double tolerance = 1e-6, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(c, 0);
        if (points.Count != labels.Count || points.Count == 0)
        {
            throw new ArgumentException($"One label per point is needed; there are {points.Count} points and {labels.Count} labels.", nameof(labels));
        }

        var width = LaneMath.Padded(points.Dimensions + 1);
        var rows = Padded(points, width);
        var blocks = BlockedLoop.Count(points.Count, BlockRows);
        var (losses, gradients) = (new double[blocks], new double[blocks][]);
        var parameters = Lbfgs.Minimize(
            (at, gradient) =>
            {
                var weights = at.ToArray();
                BlockedLoop.Run(blocks, threads, block =>
                {
                    gradients[block] ??= new double[weights.Length];
                    losses[block] = AddBlock(rows, labels, weights, width, block, gradients[block]);
                });
                gradient.Clear();
                foreach (var part in gradients)
                {
                    LaneMath.AddScaled(gradient, 1, part);
                }

                return losses.Sum() + Penalise(at, gradient, width, points.Dimensions, c);
            },
            new double[classes * width],
            tolerance * points.Count,
            MaxIterations);
        return new(parameters, classes, points.Dimensions);
    }

    /// <summary>n x K probabilities of the classes, row-major.</summary>
    /// <exception cref="ArgumentException">The points have other features.</exception>
    public double[] PredictProbabilities(Points points)
    {
        if (points.Dimensions != Dimensions)
        {
            throw new ArgumentException($"The points have {points.Dimensions} features, not {Dimensions}.", nameof(points));
        }

        var rows = Padded(points, _width);
        var probabilities = new double[points.Count * Classes];
        for (var i = 0; i < points.Count; i++)
        {
            Softmax(rows.AsSpan(i * _width, _width), _parameters, probabilities.AsSpan(i * Classes, Classes));
        }

        return probabilities;
    }

    /// <summary>Rows of features, a one for the bias, and zeros up to whole vectors.</summary>
    private static double[] Padded(Points points, int width)
    {
        var rows = new double[points.Count * width];
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < points.Dimensions; j++)
            {
                rows[(i * width) + j] = points[i][j];
            }

            rows[(i * width) + points.Dimensions] = 1;
        }

        return rows;
    }

    private static double AddBlock(double[] rows, IReadOnlyList<int> labels, double[] weights, int width, int block, double[] gradient)
    {
        Array.Clear(gradient);
        var loss = 0.0;
        var shares = new double[weights.Length / width];
        for (var i = block * BlockRows; i < Math.Min(labels.Count, (block + 1) * BlockRows); i++)
        {
            var row = rows.AsSpan(i * width, width);
            loss -= Softmax(row, weights, shares, labels[i]);
            shares[labels[i]] -= 1;
            for (var k = 0; k < shares.Length; k++)
            {
                LaneMath.AddScaled(gradient.AsSpan(k * width, width), shares[k], row);
            }
        }

        return loss;
    }

    /// <summary>Fills in the probabilities of the classes; returns the logarithm of one of them.</summary>
    private static double Softmax(ReadOnlySpan<double> row, double[] weights, Span<double> probabilities, int label = 0)
    {
        var largest = double.NegativeInfinity;
        for (var k = 0; k < probabilities.Length; k++)
        {
            probabilities[k] = LaneMath.Dot(weights.AsSpan(k * row.Length, row.Length), row);
            largest = Math.Max(largest, probabilities[k]);
        }

        var (own, sum) = (probabilities[label], 0.0);
        for (var k = 0; k < probabilities.Length; k++)
        {
            probabilities[k] = Math.Exp(probabilities[k] - largest);
            sum += probabilities[k];
        }

        for (var k = 0; k < probabilities.Length; k++)
        {
            probabilities[k] /= sum;
        }

        return own - largest - Math.Log(sum);
    }

    private static double Penalise(ReadOnlySpan<double> weights, Span<double> gradient, int width, int dimensions, double c)
    {
        var squares = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (i % width < dimensions)
            {
                squares += weights[i] * weights[i];
                gradient[i] += weights[i] / c;
            }
        }

        return squares / (2 * c);
    }
}
