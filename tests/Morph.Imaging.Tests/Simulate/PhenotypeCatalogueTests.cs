using Morph.Imaging.Simulate;

namespace Morph.Imaging.Tests.Simulate;

public class PhenotypeCatalogueTests
{
    [Fact]
    public void At_least_14_single_phenotypes_come_first_and_both_pairs_are_among_them()
    {
        Assert.True(PhenotypeCatalogue.SingleCount >= 14);
        Assert.All(
            [PhenotypeCatalogue.DensityPair.First, PhenotypeCatalogue.DensityPair.Second, PhenotypeCatalogue.IntensityPair.First, PhenotypeCatalogue.IntensityPair.Second],
            sample => Assert.InRange(sample, 0, 9));
    }

    [Fact]
    public void Every_single_phenotype_has_its_row_in_the_document_and_the_pairs_are_named()
    {
        var document = File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "docs", "phenotypes.md"));
        Assert.All(Enumerable.Range(0, PhenotypeCatalogue.SingleCount), sample =>
        {
            var phenotype = PhenotypeCatalogue.For(sample);
            Assert.Contains($"| S{sample:D2} | {phenotype.Name} | {phenotype.Description} |", document);
        });
        string Named((int First, int Second) pair) =>
            $"S{pair.First:D2} {PhenotypeCatalogue.For(pair.First).Name} and S{pair.Second:D2} {PhenotypeCatalogue.For(pair.Second).Name}";
        Assert.Contains(Named(PhenotypeCatalogue.DensityPair), document);
        Assert.Contains(Named(PhenotypeCatalogue.IntensityPair), document);
        Assert.Contains($"From sample {PhenotypeCatalogue.Count} on", document);
    }

    [Fact]
    public void All_phenotypes_up_to_the_count_differ_in_name_and_in_figures()
    {
        var all = Enumerable.Range(0, PhenotypeCatalogue.Count).Select(PhenotypeCatalogue.For).ToList();
        Assert.Equal(all.Count, all.Select(p => p.Name).Distinct().Count());
        Assert.Equal(all.Count, all.Select(p => p with { Name = "", Description = "" }).Distinct().Count());
    }

    [Fact]
    public void Beyond_the_count_a_phenotype_returns_as_a_replicate()
    {
        var (first, replicate) = (PhenotypeCatalogue.For(3), PhenotypeCatalogue.For(PhenotypeCatalogue.Count + 3));
        Assert.Equal(first, replicate with { Description = first.Description });
        Assert.EndsWith("(replicate 2)", replicate.Description);
    }

    [Fact]
    public void A_combination_has_what_both_of_its_phenotypes_have()
    {
        var both = Enumerable.Range(0, PhenotypeCatalogue.Count).Select(PhenotypeCatalogue.For).Single(p => p.Name == "large-nuclei+mitotic-arrest");
        Assert.Equal(1.5 * new Phenotype("", "").NucleusRadius, both.NucleusRadius);
        Assert.Equal(0.35, both.MitoticFraction);
    }

    [Theory]
    [InlineData(4, "mitotic")]
    [InlineData(5, "binucleate")]
    [InlineData(10, "apoptotic")]
    [InlineData(13, "lobed")]
    [InlineData(14, "micronucleated")]
    public void The_cells_of_a_phenotype_are_what_it_says(int sample, string kind)
    {
        var options = new SimulationOptions(Samples: 16, Fields: 6, Seed: 5);
        FieldCounts[] Counts(int of) => [.. Enumerable.Range(0, 6).Select(f => CellSimulator.CountCells(options, of, f))];
        double Share(FieldCounts[] fields) => fields.Sum(c => kind switch
        {
            "mitotic" => c.Mitotic,
            "binucleate" => c.Binucleate,
            "apoptotic" => c.Apoptotic,
            "lobed" => c.Lobed,
            _ => c.Micronucleated,
        }) / (double)fields.Sum(c => c.Cells);

        Assert.InRange(Share(Counts(sample)), 0.25, 0.85);
        Assert.InRange(Share(Counts(0)), 0, 0.09);
    }
}
