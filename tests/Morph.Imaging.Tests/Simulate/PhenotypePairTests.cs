using Morph.Domain.Pixels;
using Morph.Imaging.Simulate;

namespace Morph.Imaging.Tests.Simulate;

public class PhenotypePairTests
{
    private const int Fields = 8;
    private const int CountedFields = 120;
    private const int Dna = 0;
    private const int Actin = 2;

    [Fact]
    public void The_density_pair_differs_in_the_number_of_cells_alone()
    {
        var (first, second) = Observe(PhenotypeCatalogue.DensityPair);
        Assert.Equal(PhenotypeCatalogue.DensityFactor, second.Cells / first.Cells, 0.015);
        Assert.Equal(1, second.Signal[Dna] / first.Signal[Dna], 0.06);
        Assert.Equal(1, second.Signal[Actin] / first.Signal[Actin], 0.06);
        Assert.Equal(first.CellArea, second.CellArea, 0.08 * first.CellArea);
    }

    [Fact]
    public void The_intensity_pair_differs_in_the_stain_alone()
    {
        var (first, second) = Observe(PhenotypeCatalogue.IntensityPair);
        Assert.Equal(1, second.Cells / first.Cells, 0.03);
        Assert.Equal(PhenotypeCatalogue.IntensityFactor, second.Signal[Dna] / first.Signal[Dna], 0.04);
        Assert.Equal(PhenotypeCatalogue.IntensityFactor, second.Signal[Actin] / first.Signal[Actin], 0.04);
        Assert.Equal(first.Background[Actin], second.Background[Actin], 0.5);
        Assert.Equal(first.CellArea, second.CellArea, 0.08 * first.CellArea);
    }

    [Fact]
    public void The_pairs_differ_in_one_figure_beside_name_and_description()
    {
        var (first, second) = Phenotypes(PhenotypeCatalogue.DensityPair);
        Assert.Equal(second, first with { Name = second.Name, Description = second.Description, CellsPerField = PhenotypeCatalogue.DensityFactor * first.CellsPerField });
        (first, second) = Phenotypes(PhenotypeCatalogue.IntensityPair);
        Assert.Equal(second, first with { Name = second.Name, Description = second.Description, StainFactor = PhenotypeCatalogue.IntensityFactor * first.StainFactor });
    }

    private static (Phenotype First, Phenotype Second) Phenotypes((int First, int Second) pair) =>
        (PhenotypeCatalogue.For(pair.First), PhenotypeCatalogue.For(pair.Second));

    private static (Observation First, Observation Second) Observe((int First, int Second) pair) => (Observe(pair.First), Observe(pair.Second));

    private static Observation Observe(int sample)
    {
        var options = new SimulationOptions(Samples: 14, Fields: CountedFields, Seed: 11);
        var fields = new SimulatedField[Fields];
        Parallel.For(0, Fields, f => fields[f] = CellSimulator.RenderWithTruth(options, sample, f));
        var background = Levels(fields, foreground: false);
        return new(
            Enumerable.Range(0, CountedFields).Average(f => CellSimulator.CountCells(options, sample, f).Cells),
            fields.Sum(f => f.Cells.ForegroundFraction) / fields.Sum(f => f.Counts.Cells),
            [.. Levels(fields, foreground: true).Zip(background, (level, empty) => level - empty)],
            background);
    }

    private static double[] Levels(SimulatedField[] fields, bool foreground) =>
        [.. Enumerable.Range(0, 3).Select(channel => fields.Average(f => Level(f.Image.Plane(channel), f.Cells, foreground)))];

    private static double Level(ReadOnlySpan<ushort> plane, FieldMask cells, bool foreground)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < plane.Length; i++)
        {
            if (cells.Foreground[i] == foreground)
            {
                sum += plane[i];
                count++;
            }
        }

        return sum / count;
    }

    private sealed record Observation(double Cells, double CellArea, double[] Signal, double[] Background);
}
