using Morph.Domain.Randomness;

namespace Morph.Imaging.Simulate;

/// <summary>Draws nuclei, mitotic figures and apoptotic fragments.</summary>
internal sealed class ChromatinFactory(Phenotype phenotype, RandomSource random)
{
    // Unspecific pH3 stain of an interphase nucleus, as a share of the stain of condensed chromatin.
    private const double RestingPh3 = 0.02;

    /// <summary>The nuclei of an interphase cell.</summary>
    /// <param name="radius">Radius of the circle of the area of all its nuclei together, in pixels.</param>
    /// <param name="cellRadius">Radius of the cell, in pixels.</param>
    /// <param name="angle">The cell's long axis, in radians.</param>
    /// <param name="traits">What is special about it.</param>
    public List<ChromatinBody> Interphase(double radius, double cellRadius, double angle, CellTraits traits)
    {
        var level = phenotype.DnaLevel * phenotype.StainFactor * Vary(0.1);
        var freedom = 0.12 * Math.Max(cellRadius - radius, 0);
        var (x, y) = (freedom * random.NextGaussian(), freedom * random.NextGaussian());
        var bodies = new List<ChromatinBody>();
        if (traits.HasFlag(CellTraits.Binucleate))
        {
            var half = radius * 0.84;
            var axis = angle + (0.35 * random.NextGaussian());
            var apart = half * (1.02 + (0.12 * random.NextDouble()));
            foreach (var side in (ReadOnlySpan<double>)[-1, 1])
            {
                AddNucleus(bodies, x + (side * apart * Math.Cos(axis)), y + (side * apart * Math.Sin(axis)), half * Vary(0.05), axis + (Math.PI / 2), level, traits);
            }
        }
        else
        {
            AddNucleus(bodies, x, y, radius, angle + (0.2 * random.NextGaussian()), level, traits);
        }

        if (traits.HasFlag(CellTraits.Micronucleated))
        {
            AddMicronuclei(bodies, x, y, radius * (traits.HasFlag(CellTraits.Binucleate) ? 1.5 : 1), level);
        }

        return bodies;
    }

    /// <summary>A mitotic figure, and how far the cell is divided: 0 not yet, 1 nearly.</summary>
    /// <param name="radius">Radius of the nucleus before mitosis, in pixels.</param>
    /// <param name="axis">Direction in which the chromosomes part, in radians.</param>
    public (List<ChromatinBody> Bodies, double Split) Mitotic(double radius, double axis)
    {
        var dna = 1.9 * phenotype.DnaLevel * phenotype.StainFactor * Vary(0.1);
        var ph3 = phenotype.Ph3Level * phenotype.StainFactor * Vary(0.15);
        var plate = axis + (Math.PI / 2);
        var u = random.NextDouble();
        if (u < 0.2)
        {
            return ([Condensed(0, 0, radius, radius * 0.92, axis, 0.65 * dna, 0.6 * ph3) with { Contrast = 0.55, Waviness = 0.05 }], 0);
        }

        if (u < 0.6)
        {
            return ([Condensed(0, 0, radius * 1.08, radius * 0.4, plate, dna, ph3)], 0);
        }

        if (u < 0.75)
        {
            // The plate seen along the spindle.
            return ([Condensed(0, 0, radius * 0.82, radius * 0.76, plate, 0.9 * dna, 0.9 * ph3) with { Contrast = 0.4, Waviness = 0.12 }], 0);
        }

        var late = u >= 0.88;
        var apart = radius * (late ? 0.98 : 0.62);
        var bodies = new List<ChromatinBody>();
        foreach (var side in (ReadOnlySpan<double>)[-1, 1])
        {
            var (x, y) = (side * apart * Math.Cos(axis), side * apart * Math.Sin(axis));
            bodies.Add(late
                ? Condensed(x, y, radius * 0.72, radius * 0.42, plate, 0.85 * dna, 0.45 * ph3)
                : Condensed(x, y, radius * 0.95, radius * 0.27, plate, dna, ph3));
        }

        return (bodies, late ? 0.8 : 0.45);
    }

    /// <summary>Fragments of a dying nucleus.</summary>
    /// <param name="cellRadius">Radius of the shrunken cell, in pixels.</param>
    public List<ChromatinBody> Apoptotic(double cellRadius)
    {
        var level = 1.9 * phenotype.DnaLevel * phenotype.StainFactor * Vary(0.15);
        var bodies = new List<ChromatinBody>();
        var count = 4 + random.NextInt(5);
        for (var i = 0; i < count; i++)
        {
            var far = 0.68 * cellRadius * Math.Sqrt(random.NextDouble());
            var direction = random.NextDouble() * 2 * Math.PI;
            var radius = phenotype.NucleusRadius * (0.16 + (0.2 * random.NextDouble()));
            bodies.Add(new(far * Math.Cos(direction), far * Math.Sin(direction), radius, radius * 0.92, direction, 0.04,
                level * Vary(0.15), phenotype.Ph3Level * phenotype.StainFactor * RestingPh3, 0.05, 4, 0, random.NextUInt64()));
        }

        return bodies;
    }

    private void AddNucleus(List<ChromatinBody> bodies, double x, double y, double radius, double angle, double level, CellTraits traits)
    {
        if (!traits.HasFlag(CellTraits.Lobed))
        {
            bodies.Add(Resting(x, y, radius, 1 + ((phenotype.NucleusElongation - 1) * Vary(0.3)), angle, level));
            return;
        }

        var lobes = 3 + random.NextInt(3);
        var start = random.NextDouble() * 2 * Math.PI;
        for (var i = 0; i < lobes; i++)
        {
            var direction = start + (2 * Math.PI * (i + (0.3 * (random.NextDouble() - 0.5))) / lobes);
            var far = radius * (0.66 + (0.14 * random.NextDouble()));
            bodies.Add(Resting(x + (far * Math.Cos(direction)), y + (far * Math.Sin(direction)), radius * 0.56 * Vary(0.1), 1.15, direction, level) with { Nucleoli = 1 });
        }
    }

    private void AddMicronuclei(List<ChromatinBody> bodies, double x, double y, double radius, double level)
    {
        var count = 1 + random.NextInt(3);
        for (var i = 0; i < count; i++)
        {
            var direction = random.NextDouble() * 2 * Math.PI;
            var size = phenotype.NucleusRadius * (0.17 + (0.12 * random.NextDouble()));
            var far = (radius * Math.Sqrt(phenotype.NucleusElongation)) + size + (1.5 * random.NextDouble());
            bodies.Add(Resting(x + (far * Math.Cos(direction)), y + (far * Math.Sin(direction)), size, 1.05, direction, level) with { Nucleoli = 0, Contrast = 0.05 });
        }
    }

    private ChromatinBody Resting(double x, double y, double radius, double elongation, double angle, double level)
    {
        var stretch = Math.Sqrt(Math.Max(elongation, 1));
        var ph3 = phenotype.Ph3Level * phenotype.StainFactor * RestingPh3;
        return new(x, y, radius * stretch, radius / stretch, angle, 0.025, level, ph3,
            phenotype.ChromatinContrast, phenotype.ChromatinGrain, 1 + random.NextInt(3), random.NextUInt64());
    }

    private ChromatinBody Condensed(double x, double y, double semiMajor, double semiMinor, double angle, double dna, double ph3) =>
        new(x, y, semiMajor, semiMinor, angle, 0.1, dna, ph3, 0.18, 2.5, 0, random.NextUInt64());

    private double Vary(double spread) => Math.Exp(spread * Math.Clamp(random.NextGaussian(), -2.5, 2.5));
}
