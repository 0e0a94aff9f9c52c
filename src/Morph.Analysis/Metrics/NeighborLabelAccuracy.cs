using Morph.Analysis.Labels;
using Morph.Analysis.Neighbors;

namespace Morph.Analysis.Metrics;

/// <summary>
/// How often the majority label of a point's k nearest neighbours is the point's own: what a map keeps of known labels.
/// Distances are Euclidean; of equally near points the earlier one, of equally frequent labels the smaller one is taken.
/// </summary>
public static class NeighborLabelAccuracy
{
    /// <summary>Accuracy for points that are not among the neighbours, 0 to 1.</summary>
    /// <param name="train">Points with known labels, at least one.</param>
    /// <param name="trainLabels">One label per point of <paramref name="train"/>.</param>
    /// <param name="test">Points to label, at least one.</param>
    /// <param name="testLabels">Their true labels.</param>
    /// <param name="neighbors">Neighbours k; at most the number of points with known labels are used.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <exception cref="ArgumentException">The numbers of points and labels differ, or there are none.</exception>
    public static double Score(
        Points train, ReadOnlySpan<int> trainLabels, Points test, ReadOnlySpan<int> testLabels, int neighbors = 5, int threads = 0)
    {
        Check(train, trainLabels);
        Check(test, testLabels);
        var nearest = new ExactNeighborSearch(train).Search(test, Math.Min(neighbors, train.Count), threads);
        var right = 0;
        for (var i = 0; i < test.Count; i++)
        {
            var votes = new int[nearest.Neighbors];
            for (var v = 0; v < votes.Length; v++)
            {
                votes[v] = trainLabels[nearest.IndicesOf(i)[v]];
            }

            right += MajorityLabel.Of(votes).Label == testLabels[i] ? 1 : 0;
        }

        return (double)right / test.Count;
    }

    /// <summary>
    /// The mean accuracy over the folds of a cross-validation: scikit-learn's cross_val_score of a KNeighborsClassifier
    /// with StratifiedKFold, which splits each label's points in their order into nearly equal runs.
    /// </summary>
    /// <param name="points">n points.</param>
    /// <param name="labels">One label per point.</param>
    /// <param name="neighbors">Neighbours k.</param>
    /// <param name="folds">Number of folds, 2 to n.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <exception cref="ArgumentException">The numbers of points and labels differ, or the number of folds is out of range.</exception>
    public static double CrossValidated(Points points, ReadOnlySpan<int> labels, int neighbors = 5, int folds = 5, int threads = 0)
    {
        Check(points, labels);
        if (folds < 2 || folds > points.Count)
        {
            throw new ArgumentException($"{points.Count} points cannot be split into {folds} folds.", nameof(folds));
        }

        var known = labels.ToArray();
        var fold = StratifiedFolds(known, folds);
        return Enumerable.Range(0, folds).Average(f =>
        {
            int[] test = [.. Enumerable.Range(0, known.Length).Where(i => fold[i] == f)];
            int[] train = [.. Enumerable.Range(0, known.Length).Where(i => fold[i] != f)];
            int[] trainLabels = [.. train.Select(i => known[i])];
            int[] testLabels = [.. test.Select(i => known[i])];
            return Score(Take(points, train), trainLabels, Take(points, test), testLabels, neighbors, threads);
        });
    }

    /// <summary>
    /// The fold of each point: labels are numbered by first appearance; fold f gets as many points of a label as stand at
    /// f, f + folds, ... of the sorted labels, taken in the points' order.
    /// </summary>
    private static int[] StratifiedFolds(int[] labels, int folds)
    {
        var number = labels.Distinct().Select((label, at) => (label, at)).ToDictionary(l => l.label, l => l.at);
        var sorted = labels.Select(l => number[l]).Order().ToArray();
        var free = new int[number.Count, folds];
        for (var i = 0; i < sorted.Length; i++)
        {
            free[sorted[i], i % folds]++;
        }

        var next = new int[number.Count];
        return [.. labels.Select(l =>
        {
            var label = number[l];
            while (free[label, next[label]] == 0)
            {
                next[label]++;
            }

            free[label, next[label]]--;
            return next[label];
        })];
    }

    private static Points Take(Points points, int[] rows) => new(rows.SelectMany(r => points[r].ToArray()).ToArray(), points.Dimensions);

    private static void Check(Points points, ReadOnlySpan<int> labels)
    {
        if (points.Count != labels.Length || labels.IsEmpty)
        {
            throw new ArgumentException($"One label per point is needed; there are {points.Count} points and {labels.Length} labels.");
        }
    }
}
