using Morph.Domain.Randomness;

namespace Morph.Imaging.Simulate;

/// <summary>The stress fibres of one cell: bundles side by side, a little bent, tabulated across their direction.</summary>
internal sealed class FibreProfile
{
    private const double Step = 0.25;
    private readonly float[] _table;
    private readonly double _cos;
    private readonly double _sin;
    private readonly double _bend;
    private readonly double _reach;
    private readonly ulong _seed;

    /// <summary>Draws the fibres of a cell from its own seed.</summary>
    public FibreProfile(Cell cell)
    {
        var random = new RandomSource(cell.Actin.Seed + 2);
        (_sin, _cos) = Math.SinCos(cell.Actin.FibreAngle);
        _bend = 0.12 * random.NextGaussian() / cell.Outline.Radius;
        _reach = 1.5 * cell.Outline.Reach;
        _seed = cell.Actin.Seed + 3;
        _table = new float[(int)(2 * _reach / Step) + 2];
        for (var across = -_reach; across < _reach; across += 3.2 + (3.5 * random.NextDouble()))
        {
            AddFibre(across, 0.4 + (0.8 * random.NextDouble()), 0.7 + (0.35 * random.NextDouble()));
        }
    }

    /// <summary>Level at a point from the cell's centre, about 0 to 1.2.</summary>
    public double At(double dx, double dy)
    {
        var along = (_cos * dx) + (_sin * dy);
        var across = (_cos * dy) - (_sin * dx) - (_bend * along * along);
        var index = (int)((across + _reach) / Step);
        if ((uint)index >= (uint)_table.Length)
        {
            return 0;
        }

        // Fibres begin and end inside the cell: each fades in and out along its length.
        return _table[index] * Math.Clamp(0.75 + (0.7 * SmoothNoise.At(_seed, along / 16, across / 4)), 0, 1.3);
    }

    private void AddFibre(double centre, double level, double sigma)
    {
        var from = Math.Max((int)((centre - (3 * sigma) + _reach) / Step), 0);
        var to = Math.Min((int)((centre + (3 * sigma) + _reach) / Step), _table.Length - 1);
        for (var i = from; i <= to; i++)
        {
            var off = ((i * Step) - _reach - centre) / sigma;
            _table[i] += (float)(level * Math.Exp(-off * off / 2));
        }
    }
}
