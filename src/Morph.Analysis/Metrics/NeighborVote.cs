namespace Morph.Analysis.Metrics;

/// <summary>What a point's neighbours say it is.</summary>
public static class NeighborVote
{
    /// <summary>The most frequent label; of equally frequent ones the one whose nearest neighbour is nearer.</summary>
    /// <param name="labels">Labels of the neighbours, nearest first, at least one.</param>
    public static int Of(ReadOnlySpan<int> labels)
    {
        var (winner, votes) = (labels[0], 0);
        foreach (var label in labels)
        {
            if (labels.Count(label) > votes)
            {
                (winner, votes) = (label, labels.Count(label));
            }
        }

        return winner;
    }
}
