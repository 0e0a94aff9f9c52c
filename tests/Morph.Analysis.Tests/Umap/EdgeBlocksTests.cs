using Morph.Analysis.Neighbors;
using Morph.Analysis.Umap;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Tests.Umap;

public class EdgeBlocksTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(400)]
    public void Every_edge_is_in_one_block_and_blocks_of_a_round_share_no_point(int count)
    {
        var random = new RandomSource(1);
        var points = new Points(Enumerable.Range(0, count * 3).Select(_ => (float)random.NextGaussian()).ToArray(), 3);
        var neighbors = new ExactNeighborSearch(points).Search(points, Math.Min(4, count));
        var graph = FuzzyGraph.Union(neighbors, SmoothDistances.Fit(neighbors));
        var edges = new EdgeBlocks(graph, random);

        var expected = Enumerable.Range(0, count)
            .SelectMany(i => Enumerable.Range(graph.Starts[i], graph.Starts[i + 1] - graph.Starts[i]).Select(e => (i, graph.Columns[e], graph.Weights[e])))
            .Where(e => e.i < e.Item2);
        var drawn = edges.Rounds.SelectMany(round => round)
            .SelectMany(block => Enumerable.Range(block.First, block.Count)).Select(e => (edges.Heads[e], edges.Tails[e], edges.Weights[e]));
        Assert.Equal(expected.Order(), drawn.Order());
        Assert.All(edges.Rounds, round =>
        {
            var touched = round.SelectMany(block => Enumerable.Range(block.First, block.Count).SelectMany(e => new[] { edges.Heads[e], edges.Tails[e] }).Distinct());
            Assert.Distinct(touched);
        });
        Assert.True(count < 16 || edges.Rounds.Max(round => round.Length) >= 8);
    }
}
