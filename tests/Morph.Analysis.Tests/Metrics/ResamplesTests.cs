using Morph.Analysis.Metrics;

namespace Morph.Analysis.Tests.Metrics;

public class ResamplesTests
{
    [Fact]
    public void A_bootstrap_draws_as_many_units_as_there_are_and_the_same_ones_for_a_seed()
    {
        var bootstrap = new Bootstrap(7, 200, 1);
        Assert.Equal(Enumerable.Repeat(7.0, 200), bootstrap.Replicates(times => times.Sum()));
        var first = bootstrap.Replicates(times => times[0], threads: 1);
        Assert.Equal(first, new Bootstrap(7, 200, 1).Replicates(times => times[0], threads: 4));
        Assert.NotEqual(first, new Bootstrap(7, 200, 2).Replicates(times => times[0]));
        Assert.Equal(1, first.Average(), 0.25);
        Assert.True(first.Distinct().Count() > 2);
    }

    [Fact]
    public void The_interval_of_a_bootstrap_is_numpys_percentiles()
    {
        var (low, high) = new Bootstrap(1, 1, 1).Around(0, [.. EvaluationGolden.Doubles("replicates"), double.NaN]);
        var expected = EvaluationGolden.Doubles("replicates_interval");
        Assert.Equal(expected[0], low, 1e-12);
        Assert.Equal(expected[1], high, 1e-12);
        Assert.Equal(double.NaN, new Bootstrap(1, 1, 1).Around(0, [double.NaN]).Low);
    }

    [Fact]
    public void The_bootstraps_interval_of_a_mean_is_about_as_wide_as_theory_says()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i % 10 / 10.0)];
        var bootstrap = new Bootstrap(100, 4000, 1);
        var (low, high) = bootstrap.Around(0.45, bootstrap.Replicates(times => times.Zip(values, (t, v) => t * v).Sum() / 100));
        Assert.Equal(2 * 1.96 * Math.Sqrt(0.0825 / 100), high - low, 0.005);
    }

    [Fact]
    public void A_jackknife_leaves_out_each_unit_once_and_takes_Tukeys_error()
    {
        var jackknife = new Jackknife(9);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => 36.0 - i), jackknife.Replicates(times => times.Select((t, i) => (double)t * i).Sum()));
        var (low, high) = jackknife.Around(0.5, EvaluationGolden.Doubles("leave_out"));
        Assert.Equal(0.5 - (1.959963984540054 * EvaluationGolden.Number("leave_out_error")), low, 1e-12);
        Assert.Equal(0.5 + (1.959963984540054 * EvaluationGolden.Number("leave_out_error")), high, 1e-12);
        Assert.Equal(double.NaN, jackknife.Around(1, [1, double.NaN]).High);
    }

    [Fact]
    public void Agreement_of_counts_is_that_of_the_items_they_count()
    {
        var genes = EvaluationGolden.PerWindow("gene_of_field");
        var table = ContingencyTable.Of(genes, EvaluationGolden.Ints("cluster"));
        Assert.Equal(EvaluationGolden.Number("ari_gene"), LabelAgreement.AdjustedRandIndex(table), 1e-9);
        Assert.Equal(EvaluationGolden.Number("nmi_gene"), LabelAgreement.NormalizedMutualInformation(table), 1e-9);
        var padded = new int[3, table.Predicted.Length + 1];
        for (var t = 0; t < 2; t++)
        {
            for (var p = 0; p < table.Predicted.Length; p++)
            {
                padded[t == 0 ? 0 : 2, p] = table.Counts[t, p];
            }
        }

        Assert.Equal(EvaluationGolden.Number("nmi_gene"), LabelAgreement.NormalizedMutualInformation(new ContingencyTable(padded)), 1e-9);
        Assert.Throws<ArgumentException>(() => new ContingencyTable(new int[2, 2]));
    }
}
