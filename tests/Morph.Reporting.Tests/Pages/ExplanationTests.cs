using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Reporting.Pages;

namespace Morph.Reporting.Tests.Pages;

public sealed class ExplanationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunDirectory Run => new(_folder.Path);

    private static SyntheticRun Synthetic => new() { Samples = 4, HeldOut = 1, FieldsPerSample = 2, WindowsPerField = 50, Clusters = 3, Side = 96, Mixing = 0.2 };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("100 90 60 61.5 95", 3, true, "chose 3 clusters. That choice is not clear: 3 and 4 clusters lie within 10")]
    [InlineData("100 90 60 71 95", 3, true, "chose 3 clusters. No other number comes within 10 of it: very strong evidence for 3")]
    [InlineData("100 90 60 71 95", 3, false, "asked for 3 clusters, and the Bayesian information criterion (BIC, lower is better) would have chosen the same. No other")]
    [InlineData("100 90 60 71 95", 1, false, "asked for 1 cluster. The Bayesian information criterion (BIC, lower is better) would have chosen 3. No other")]
    [InlineData("100 90 80 70 60", 5, true, "chose 5 clusters. The next larger numbers were not tried")]
    [InlineData("100 90 80 70 60", 2, false, "would have chosen 5. The next larger numbers were not tried")]
    [InlineData("100", 1, false, "asked for 1 cluster. Other numbers were not tried")]
    public void The_criterion_is_told_with_how_clear_it_is(string curve, int chosen, bool automatic, string sentence)
    {
        BicRow[] rows = [.. curve.Split(' ').Select((bic, i) => new BicRow(i + 1, double.Parse(bic, System.Globalization.CultureInfo.InvariantCulture), -1, i + 1 == chosen))];
        Assert.Contains(sentence, BicSection.Sentence(rows, automatic), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_far_beyond_those_tried_is_no_end_of_the_curve()
    {
        BicRow[] rows = [new(1, 90, -1, false), new(2, 50, -1, false), new(40, 200, -1, true)];
        Assert.Contains("would have chosen 2. The next larger numbers were not tried", BicSection.Sentence(rows, automatic: false), StringComparison.Ordinal);
    }

    [Fact]
    public void The_typical_value_is_the_mean_of_the_middle_half()
    {
        Assert.Equal(3.5, Measure.Typical([1000, 1, 2, 3, 4, 5, -50, 9]));
        Assert.Equal(7, Measure.Typical([double.NaN, 7]));
        Assert.True(double.IsNaN(Measure.Typical([double.NaN])));
    }

    [Fact]
    public void Chosen_windows_are_of_their_cluster_apart_and_as_asked_for()
    {
        var model = ReportModel.Read(Run, Synthetic.WriteTo(Run));
        var windows = new ExampleWindows(model, 3);
        foreach (var cluster in model.Clusters)
        {
            Assert.Equal(6, windows.TypicalOf(cluster).Count);
            Assert.All(windows.TypicalOf(cluster), i => Assert.Equal((cluster.Index, 0), (model.ClusterOfWindow[i], model.Windows.Outlier[i])));
            Assert.NotEmpty(windows.AmbiguousOf(cluster));
            Assert.All(windows.AmbiguousOf(cluster), i => Assert.True(model.ClusterOfWindow[i] == cluster.Index && model.Windows.ClusterProbability[i] < ExampleWindows.Ambiguous));
            var apart = windows.TypicalOf(cluster).GroupBy(i => model.Windows.Field[i]).SelectMany(f => f.SelectMany(a => f.Where(b => b > a).Select(b => (a, b))));
            Assert.All(apart, p => Assert.True(
                Math.Abs(model.Windows.Y[p.a] - model.Windows.Y[p.b]) >= model.WindowSide || Math.Abs(model.Windows.X[p.a] - model.Windows.X[p.b]) >= model.WindowSide));
        }

        Assert.Equal(windows.Outliers.Select(i => model.Windows.OutlierScore[i]).Max(), model.Windows.OutlierScore.Max());
        Assert.Empty(new ExampleWindows(model, 0).All);
    }

    [Fact]
    public void The_nearest_fields_are_those_of_the_same_direction_the_nearest_first()
    {
        var inputs = Synthetic.WriteTo(Run);
        ReportWriter.Write(Run, inputs, new SyntheticFields(inputs.Manifest));
        var means = WindowFile.ReadFieldMeans(Run.WindowsFile);
        var middle = Enumerable.Range(0, 2).Select(d => means.Values.Average(m => (double)m[d])).ToArray();
        var rows = File.ReadLines(Run.NeighborsFile).Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.Equal(8 * 5, rows.Length);
        foreach (var field in rows.GroupBy(r => (r[0], r[1])))
        {
            var expected = means.Keys.Where(k => k != field.Key)
                .Select(k => Cosine(means[field.Key], means[k])).OrderDescending().Take(5);
            Assert.Equal(expected, field.Select(r => double.Parse(r[6], System.Globalization.CultureInfo.InvariantCulture)), (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.DoesNotContain(field, r => (r[3], r[4]) == field.Key);
        }

        double Cosine(float[] a, float[] b)
        {
            double[] x = [a[0] - middle[0], a[1] - middle[1]];
            double[] y = [b[0] - middle[0], b[1] - middle[1]];
            return ((x[0] * y[0]) + (x[1] * y[1])) / Math.Sqrt(((x[0] * x[0]) + (x[1] * x[1])) * ((y[0] * y[0]) + (y[1] * y[1])));
        }
    }

    [Fact]
    public void The_page_tells_what_is_uncertain_unusual_and_measured()
    {
        var inputs = Synthetic.WriteTo(Run);
        ReportWriter.Write(Run, inputs, new SyntheticFields(inputs.Manifest));
        var page = File.ReadAllText(Run.ReportPage);
        var fields = FieldTable.Read(Run.FieldsFile);
        Assert.Contains($"<b>{fields.Count(f => f.Certain)} / {fields.Count}</b>", page, StringComparison.Ordinal);
        Assert.Contains("<em class=\"doubt\">uncertain</em>", page, StringComparison.Ordinal);
        Assert.Contains("Ambiguous windows", page, StringComparison.Ordinal);
        Assert.Contains("most alike:", page, StringComparison.Ordinal);
        foreach (var name in new[] { "DNA brightness", "actin brightness", "area of cells", "nuclei" })
        {
            Assert.Contains($"coloured by {name}", page, StringComparison.Ordinal);
            Assert.Equal(3, page.Split($"{name}</span><i class=\"track\">").Length - 1);
        }

        var unusual = page.Split("id=\"unusual\"")[1].Split("</section>")[0];
        Assert.Equal(WindowFile.Read(Run.WindowsFile).Outlier.Sum(), unusual.Split("<img").Length - 1);
    }

    [Fact]
    public void Without_examples_the_page_has_no_pictures_of_windows()
    {
        var inputs = Synthetic.WriteTo(Run);
        var run = inputs.Run with { Settings = inputs.Run.Settings with { Report = new() { ExamplesPerCluster = 0 } } };
        ReportWriter.Write(Run, inputs with { Run = run }, new SyntheticFields(inputs.Manifest));
        Assert.DoesNotContain("<img", File.ReadAllText(Run.ReportPage), StringComparison.Ordinal);
    }
}
