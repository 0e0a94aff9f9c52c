using Morph.Analysis.Classification;

namespace Morph.Analysis.Tests.Classification;

public class LogisticRegressionTests
{
    private static readonly int[] Sample = EvaluationGolden.PerWindow("sample_of_field");

    [Fact]
    public void Probabilities_are_those_of_the_minimum_of_scikit_learns_objective()
    {
        var model = LogisticRegression.Fit(EvaluationGolden.Points, Sample, 4, EvaluationGolden.Number("logistic_c"), tolerance: 1e-13);
        var expected = EvaluationGolden.Figures.GetProperty("logistic_probabilities").EnumerateArray().SelectMany(r => r.Doubles());
        Assert.All(expected.Zip(model.PredictProbabilities(EvaluationGolden.Points)), p => Assert.Equal(p.First, p.Second, 1e-9));
    }

    [Fact]
    public void The_default_tolerance_is_near_enough_and_threads_change_nothing()
    {
        var points = EvaluationGolden.Points;
        var one = LogisticRegression.Fit(points, Sample, 4, threads: 1).PredictProbabilities(points);
        Assert.Equal(one, LogisticRegression.Fit(points, Sample, 4, threads: 4).PredictProbabilities(points));
        Assert.All(one.Zip(LogisticRegression.Fit(points, Sample, 4, tolerance: 1e-13).PredictProbabilities(points)), p => Assert.Equal(p.First, p.Second, 1e-4));
    }

    [Fact]
    public void Two_points_have_the_minimum_that_calculus_gives()
    {
        // By symmetry W = (-w, w), b = 0: with margin 2 w each, the derivative 2 w / C = 4 / (1 + exp(2 w)) decides w.
        var points = new Points(new float[] { -1, 1 }, 1);
        var likely = LogisticRegression.Fit(points, [0, 1], 2, c: 2, tolerance: 1e-14).PredictProbabilities(points);
        var w = Math.Log(likely[3] / likely[2]) / 2;
        Assert.Equal(4 / (1 + Math.Exp(2 * w)), 2 * w / 2, 1e-9);
        Assert.Equal(likely[0], likely[3], 1e-12);
    }

    [Fact]
    public void Folds_take_one_field_of_each_label_in_turn() =>
        Assert.Equal([0, 1, 0, 2, 1, 0], GroupedCrossValidation.Folds([5, 5, 7, 5, 7, 5], 3));

    [Fact]
    public void A_held_out_fold_is_predicted_without_its_own_labels()
    {
        var points = EvaluationGolden.Points;
        int[] folds = [.. EvaluationGolden.Field.Select(f => f % 3)];
        var likely = GroupedCrossValidation.Probabilities(points, Sample, 4, folds);
        int[] lied = [.. Sample.Select((s, i) => folds[i] == 0 ? 3 - s : s)];
        var otherwise = GroupedCrossValidation.Probabilities(points, lied, 4, folds);
        foreach (var i in Enumerable.Range(0, 48))
        {
            Assert.Equal(1, likely.Skip(4 * i).Take(4).Sum(), 1e-12);
            var same = likely.Skip(4 * i).Take(4).SequenceEqual(otherwise.Skip(4 * i).Take(4));
            Assert.Equal(folds[i] == 0, same);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(EvaluationGolden.Points, [1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(EvaluationGolden.Points, Sample, 1));
        var model = LogisticRegression.Fit(EvaluationGolden.Points, Sample, 4);
        Assert.Throws<ArgumentException>(() => model.PredictProbabilities(new Points(new float[] { 1 }, 1)));
    }
}
