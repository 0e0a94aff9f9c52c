using Morph.Analysis.Numerics;

namespace Morph.Analysis.Metrics;

/// <summary>How well two labels can be told apart: among their points alone, which are each classified by their nearest neighbours of other groups.</summary>
public sealed class PairSeparability
{
    private readonly OutcomeTally _first;
    private readonly OutcomeTally _second;

    private PairSeparability(int first, int second, OutcomeTally ofFirst, OutcomeTally ofSecond) =>
        (First, Second, _first, _second) = (first, second, ofFirst, ofSecond);

    /// <summary>The one label.</summary>
    public int First { get; }

    /// <summary>The other label.</summary>
    public int Second { get; }

    /// <summary>Points asked of both labels.</summary>
    public int Asked => _first.Asked + _second.Asked;

    /// <summary>Compares pairs of labels.</summary>
    /// <param name="points">n points.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="groupOf">The group (field) of each, 0 to <paramref name="groups"/> - 1; neighbours are of other groups.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="neighbors">Neighbours k.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <returns>One row for each pair, in the same order.</returns>
    public static IReadOnlyList<PairSeparability> Of(
        Points points,
        IReadOnlyList<int> labels,
        IReadOnlyList<int> groupOf,
        int groups,
        IReadOnlyList<(int First, int Second)> pairs,
        int neighbors = 5,
        int threads = 0)
    {
        var rowsOf = Enumerable.Range(0, points.Count).ToLookup(i => labels[i]);
        var found = new PairSeparability[pairs.Count];
        BlockedLoop.Run(pairs.Count, threads, pair =>
        {
            var (first, second) = pairs[pair];
            int[] rows = [.. rowsOf[first], .. rowsOf[second]];
            int[] own = [.. rows.Select(i => labels[i])];
            int[] group = [.. rows.Select(i => groupOf[i])];
            var outcomes = HeldOutNeighbors.Outcomes(points.Rows(rows), own, group, neighbors, threads: 1);
            OutcomeTally TallyOf(int label) => new([.. outcomes.Select((o, i) => own[i] == label ? o : null)], group, groups);
            found[pair] = new(first, second, TallyOf(first), TallyOf(second));
        });
        return found;
    }

    /// <summary>The mean of both labels' shares of rightly classified points, 0 to 1; 0.5 is guessing. Not a number if a label was not asked.</summary>
    /// <param name="times">How often each group counts.</param>
    public double BalancedAccuracy(IReadOnlyList<int> times) => (_first.Share(times) + _second.Share(times)) / 2;
}
