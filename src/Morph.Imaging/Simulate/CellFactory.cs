using Morph.Domain.Randomness;

namespace Morph.Imaging.Simulate;

/// <summary>Draws the cells of a phenotype, each a little different from the next.</summary>
internal sealed class CellFactory(Phenotype phenotype, RandomSource random)
{
    private readonly ChromatinFactory _chromatin = new(phenotype, random);

    /// <summary>The next cell, about the origin.</summary>
    public Cell Draw()
    {
        var state = DrawState();
        return state switch
        {
            CellState.Mitotic => Mitotic(),
            CellState.Apoptotic => Apoptotic(),
            _ => Interphase(),
        };
    }

    private CellState DrawState()
    {
        var u = random.NextDouble();
        return u < phenotype.MitoticFraction ? CellState.Mitotic
            : u < phenotype.MitoticFraction + phenotype.ApoptoticFraction ? CellState.Apoptotic
            : CellState.Interphase;
    }

    private Cell Interphase()
    {
        var traits = DrawTraits();
        var size = traits.HasFlag(CellTraits.Giant) ? 2.0 : 1.0;
        var spread = traits.HasFlag(CellTraits.Binucleate) ? 1.2 : 1.0;

        // Cells grow through the cycle; their nuclei with them, from G1 to twice the DNA in G2.
        var cycle = random.NextDouble();
        var nucleus = phenotype.NucleusRadius * size * Math.Sqrt(0.85 + (0.35 * cycle)) * Vary(0.06);
        var radius = Math.Max(phenotype.CellRadius * size * spread * Math.Sqrt(0.88 + (0.24 * cycle)) * Vary(0.1), 1.25 * nucleus);
        var angle = random.NextDouble() * Math.PI;
        var elongation = 1 + ((phenotype.CellElongation - 1) * Vary(0.25));
        var outline = new CellOutline(radius, elongation, angle, DrawHarmonics(phenotype.Roughness, 6), DrawProtrusions());
        var bodies = _chromatin.Interphase(nucleus, radius, angle, traits);
        return Assemble(CellState.Interphase, outline, bodies, traits, DrawActin(1, 1, 1, angle));
    }

    private Cell Mitotic()
    {
        var nucleus = phenotype.NucleusRadius * 1.05 * Vary(0.06);
        var radius = Math.Max(Math.Min(0.68 * phenotype.CellRadius, 15) * Vary(0.07), 1.35 * nucleus);
        var angle = random.NextDouble() * Math.PI;
        var (bodies, split) = _chromatin.Mitotic(nucleus, angle);

        // A cell that divides stretches across its plate.
        var outline = new CellOutline(radius, 1.04 + (0.5 * split), angle, DrawHarmonics(0.015, 4), []);
        return Assemble(CellState.Mitotic, outline, bodies, CellTraits.None, DrawActin(1.9, 2.0, 0, angle));
    }

    private Cell Apoptotic()
    {
        var radius = Math.Max(Math.Min(0.58 * phenotype.CellRadius, 13), 0.95 * phenotype.NucleusRadius) * Vary(0.12);
        var angle = random.NextDouble() * Math.PI;
        var outline = new CellOutline(radius, 1.1, angle, DrawHarmonics(0.1, 7), []);
        return Assemble(CellState.Apoptotic, outline, _chromatin.Apoptotic(radius), CellTraits.None, DrawActin(2.0, 0.9, 0, angle));
    }

    private static Cell Assemble(CellState state, CellOutline outline, List<ChromatinBody> bodies, CellTraits traits, ActinStyle actin)
    {
        var reach = bodies.Max(b => Math.Sqrt((b.X * b.X) + (b.Y * b.Y)) + b.SemiMajor);
        return new(state, outline, bodies, actin, reach, traits);
    }

    private CellTraits DrawTraits() =>
        Chance(phenotype.BinucleateFraction, CellTraits.Binucleate)
        | Chance(phenotype.LobedFraction, CellTraits.Lobed)
        | Chance(phenotype.GiantFraction, CellTraits.Giant)
        | Chance(phenotype.MicronucleusFraction, CellTraits.Micronucleated);

    private CellTraits Chance(double probability, CellTraits trait) => random.NextDouble() < probability ? trait : CellTraits.None;

    private ActinStyle DrawActin(double cytoplasm, double cortex, double fibre, double angle)
    {
        var stain = phenotype.StainFactor * Vary(0.12);
        return new(
            phenotype.CytoplasmLevel * cytoplasm * stain,
            phenotype.CortexLevel * cortex * stain,
            phenotype.FibreLevel * fibre * stain * Vary(0.2),
            angle + (0.2 * random.NextGaussian()),
            random.NextUInt64());
    }

    private (double Cos, double Sin)[] DrawHarmonics(double amplitude, int waves)
    {
        var harmonics = new (double, double)[CellOutline.HarmonicsUpTo(waves)];
        for (var k = 0; k < harmonics.Length; k++)
        {
            // Fine waves are smaller than coarse ones.
            var scale = amplitude * 2.0 / (k + 2);
            harmonics[k] = (scale * random.NextGaussian(), scale * random.NextGaussian());
        }

        return harmonics;
    }

    private Protrusion[] DrawProtrusions()
    {
        var mean = phenotype.Protrusions;
        if (mean <= 0)
        {
            return [];
        }

        var count = Math.Max((int)Math.Round(mean + random.NextGaussian()), 2);
        var start = random.NextDouble() * 2 * Math.PI;
        var protrusions = new Protrusion[count];
        for (var i = 0; i < count; i++)
        {
            var direction = start + (2 * Math.PI * (i + (0.45 * (random.NextDouble() - 0.5))) / count);
            var length = phenotype.ProtrusionLength * (0.6 + (0.8 * random.NextDouble()));
            protrusions[i] = new(Math.Cos(direction), Math.Sin(direction), length, 30 + (40 * random.NextDouble()));
        }

        return protrusions;
    }

    /// <summary>A factor about 1 with this relative spread, never extreme.</summary>
    private double Vary(double spread) => Math.Exp(spread * Math.Clamp(random.NextGaussian(), -2.5, 2.5));
}
