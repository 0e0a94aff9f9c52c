using Morph.Analysis.Batches;

namespace Morph.Analysis.Classification;

/// <summary>
/// A logistic regression on held-out groups: groups (fields) are dealt out to folds, one group of each label to each fold in turn, and each fold is
/// predicted by a fit to all others, with features scaled by the others' mean and standard deviation.
/// </summary>
public static class GroupedCrossValidation
{
    /// <summary>
    /// The fold of each group: the first group of each label to fold 0, its second to fold 1, and so on, round and round; labels one after the other.
    /// </summary>
    /// <param name="labelOfGroup">The label of each group.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    public static int[] Folds(IReadOnlyList<int> labelOfGroup, int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var seen = new Dictionary<int, int>();
        return [.. labelOfGroup.Select(label => (seen[label] = seen.GetValueOrDefault(label, -1) + 1) % folds)];
    }

    /// <summary>n x K probabilities of the labels, each point's from a fit without its group's fold.</summary>
    /// <param name="points">n points.</param>
    /// <param name="labels">The label of each, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">Number of labels K.</param>
    /// <param name="foldOf">The fold of each point; at least two different ones.</param>
    /// <param name="c">C of the fit.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    public static double[] Probabilities(Points points, IReadOnlyList<int> labels, int classes, IReadOnlyList<int> foldOf, double c = 1, int threads = 0)
    {
        var probabilities = new double[points.Count * classes];
        foreach (var fold in foldOf.Distinct().Order())
        {
            int[] held = [.. Enumerable.Range(0, points.Count).Where(i => foldOf[i] == fold)];
            int[] others = [.. Enumerable.Range(0, points.Count).Where(i => foldOf[i] != fold)];
            var known = points.Rows(others);
            var scale = FeatureScale.Fit(known);
            var model = LogisticRegression.Fit(scale.Apply(known), [.. others.Select(i => labels[i])], classes, c, threads: threads);
            var predicted = model.PredictProbabilities(scale.Apply(points.Rows(held)));
            for (var i = 0; i < held.Length; i++)
            {
                predicted.AsSpan(i * classes, classes).CopyTo(probabilities.AsSpan(held[i] * classes));
            }
        }

        return probabilities;
    }
}
