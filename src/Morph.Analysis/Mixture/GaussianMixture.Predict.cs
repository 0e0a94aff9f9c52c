using Morph.Analysis.Numerics;

namespace Morph.Analysis.Mixture;

/// <content>What a fitted mixture says about points. All of it is the same bytes for any number of threads.</content>
public sealed partial class GaussianMixture
{
    /// <summary>The most probable component of each point, 0 to K - 1; the first of equals.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions.</exception>
    public int[] Predict(MixtureData data, int threads = 0, CancellationToken cancellation = default)
    {
        var labels = new int[data.Count];
        ForEachTile(data, threads, cancellation, tile =>
        {
            _kernel.LogDensities(tile);
            for (var i = 0; i < tile.Count; i++)
            {
                var best = 0;
                for (var k = 1; k < NComponents; k++)
                {
                    best = tile.Share(k)[i] > tile.Share(best)[i] ? k : best;
                }

                labels[tile.Start + i] = best;
            }
        });
        return labels;
    }

    /// <summary>The probability of each component for each point: n x K, row-major, rows sum to 1.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions.</exception>
    public double[] PredictProba(MixtureData data, int threads = 0, CancellationToken cancellation = default)
    {
        var probabilities = new double[data.Count * NComponents];
        ForEachTile(data, threads, cancellation, tile =>
        {
            _kernel.LogDensities(tile);
            _kernel.Responsibilities(tile);
            for (var k = 0; k < NComponents; k++)
            {
                var share = tile.Share(k);
                for (var i = 0; i < tile.Count; i++)
                {
                    probabilities[(tile.Start + i) * NComponents + k] = share[i];
                }
            }
        });
        return probabilities;
    }

    /// <summary>The log-likelihood of each point, log p(x).</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions.</exception>
    public double[] ScoreSamples(MixtureData data, int threads = 0, CancellationToken cancellation = default)
    {
        var scores = new double[data.Count];
        ForEachTile(data, threads, cancellation, tile =>
        {
            _kernel.LogDensities(tile);
            _kernel.Responsibilities(tile);
            tile.Single[..tile.Count].CopyTo(scores.AsSpan((int)tile.Start));
        });
        return scores;
    }

    /// <summary>The mean log-likelihood per point.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions, or there is none.</exception>
    public double Score(MixtureData data, int threads = 0, CancellationToken cancellation = default)
    {
        var sums = new double[BlockedLoop.Count(data.Count, Tile.BlockPoints)];
        ForEachTile(data, threads, cancellation, tile =>
        {
            _kernel.LogDensities(tile);
            _kernel.Responsibilities(tile);
            sums[tile.Start / Tile.BlockPoints] += LaneMath.Sum(tile.Single);
        });
        return data.Count == 0 ? throw new ArgumentException("There are no points to score.", nameof(data)) : sums.Sum() / data.Count;
    }

    /// <summary>Bayesian information criterion of the mixture on these points (Schwarz 1978): lower is better.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions, or there is none.</exception>
    public double Bic(MixtureData data, int threads = 0, CancellationToken cancellation = default) =>
        -2 * Score(data, threads, cancellation) * data.Count + ParameterCount * Math.Log(data.Count);

    /// <summary>Akaike information criterion of the mixture on these points (Akaike 1974): lower is better.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions, or there is none.</exception>
    public double Aic(MixtureData data, int threads = 0, CancellationToken cancellation = default) =>
        -2 * Score(data, threads, cancellation) * data.Count + 2 * ParameterCount;

    private void ForEachTile(MixtureData data, int threads, CancellationToken cancellation, Action<Tile> body)
    {
        if (data.Dimensions != NFeatures)
        {
            throw new ArgumentException($"The mixture has {NFeatures} dimensions and the points have {data.Dimensions}.", nameof(data));
        }

        BlockedLoop.Run(
            BlockedLoop.Count(data.Count, Tile.BlockPoints),
            threads,
            () => new Tile(data.Dimensions, NComponents),
            (block, tile) => tile.ForEach(data, block, body),
            cancellation);
    }
}
