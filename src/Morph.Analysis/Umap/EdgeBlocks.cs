using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>
/// The edges of a symmetric graph, each once, in blocks: one for each pair of groups of points. The blocks of a round share no group, so that they can be
/// worked on at the same time and the result is that of one after the other (a round-robin tournament of the groups). Groups and order depend on the
/// graph and the random stream alone.
/// </summary>
internal sealed class EdgeBlocks
{
    /// <summary>Groups of points, an even number: half as many blocks can be worked on at the same time.</summary>
    private const int Groups = 16;

    /// <summary>Sorts the edges into blocks.</summary>
    public EdgeBlocks(FuzzyGraph graph, RandomSource random)
    {
        var blocks = new List<(int Head, int Tail, float Weight)>[Groups * Groups];
        for (var head = 0; head < graph.Count; head++)
        {
            for (var e = graph.Starts[head]; e < graph.Starts[head + 1]; e++)
            {
                if (graph.Columns[e] is var tail && tail > head)
                {
                    (blocks[Group(head, graph.Count) * Groups + Group(tail, graph.Count)] ??= []).Add((head, tail, graph.Weights[e]));
                }
            }
        }

        var edges = new List<(int Head, int Tail, float Weight)>(graph.Columns.Length / 2);
        Rounds = [.. Tournament().Select(round => round.Select(Take).Where(block => block.Count > 0).ToArray()).Where(round => round.Length > 0)];
        (Heads, Tails, Weights) = ([.. edges.Select(e => e.Head)], [.. edges.Select(e => e.Tail)], [.. edges.Select(e => e.Weight)]);

        // In a random order, since the processor can look ahead into the next edges only where they do not wait for the same point.
        Block Take((int One, int Other) pair)
        {
            var block = blocks[Math.Min(pair.One, pair.Other) * Groups + Math.Max(pair.One, pair.Other)]?.ToArray() ?? [];
            random.Shuffle<(int, int, float)>(block);
            edges.AddRange(block);
            return new(edges.Count - block.Length, block.Length);
        }
    }

    /// <summary>One end of each edge.</summary>
    public int[] Heads { get; }

    /// <summary>The other end of each edge.</summary>
    public int[] Tails { get; }

    /// <summary>The weight of each edge.</summary>
    public float[] Weights { get; }

    /// <summary>Rounds of blocks that share no point.</summary>
    public Block[][] Rounds { get; }

    private static int Group(int point, int points) => (int)((long)point * Groups / points);

    /// <summary>Every group with itself in the first round, then every group with every other by the circle method.</summary>
    private static IEnumerable<IEnumerable<(int One, int Other)>> Tournament()
    {
        const int seats = Groups - 1;
        yield return Enumerable.Range(0, Groups).Select(group => (group, group));
        for (var round = 0; round < seats; round++)
        {
            yield return Enumerable.Range(1, (Groups / 2) - 1)
                .Select(k => ((round + k) % seats, (round - k + seats) % seats))
                .Prepend((round, seats));
        }
    }

    /// <summary>Consecutive edges.</summary>
    /// <param name="First">The first edge.</param>
    /// <param name="Count">Their number.</param>
    public readonly record struct Block(int First, int Count);
}
