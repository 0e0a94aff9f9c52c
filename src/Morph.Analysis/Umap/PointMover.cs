using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>Draws an edge: moves a point by the attraction of its neighbour and the repulsion of sampled points.</summary>
/// <param name="curve">The curve of the map's distances.</param>
/// <param name="map">n x 2 coordinates of neighbours and sampled points.</param>
/// <param name="random">Stream of the sampled points.</param>
internal sealed class PointMover(LayoutCurve curve, float[] map, RandomSource random)
{
    private readonly LayoutForces _forces = new(curve);
    private readonly float[] _others = new float[2 * LayoutForces.Lanes];
    private readonly ulong _points = (ulong)(map.Length / 2);

    /// <summary>Draws one edge.</summary>
    /// <param name="moved">Coordinates that hold the point; the map itself or those of new points.</param>
    /// <param name="point">The point.</param>
    /// <param name="neighbor">Its neighbour in the map.</param>
    /// <param name="repulsions">Points to sample.</param>
    /// <param name="step">Step length.</param>
    /// <param name="moveNeighbor">Whether the neighbour moves the opposite way.</param>
    public void Draw(float[] moved, int point, int neighbor, int repulsions, float step, bool moveNeighbor)
    {
        Put(0, neighbor);
        var used = Math.Min(repulsions, LayoutForces.Lanes - 1);
        Sample(1, used);
        var (x, y) = (moved[2 * point], moved[2 * point + 1]);
        var (fx, fy) = _forces.Sum(x, y, _others, 1 + used, attracting: true, out var pullX, out var pullY);
        if (moveNeighbor)
        {
            map[2 * neighbor] -= step * pullX;
            map[2 * neighbor + 1] -= step * pullY;
        }

        (x, y) = (x + step * fx, y + step * fy);
        for (repulsions -= used; repulsions > 0; repulsions -= used)
        {
            used = Math.Min(repulsions, LayoutForces.Lanes);
            Sample(0, used);
            (fx, fy) = _forces.Sum(x, y, _others, used, attracting: false, out _, out _);
            (x, y) = (x + step * fx, y + step * fy);
        }

        (moved[2 * point], moved[2 * point + 1]) = (x, y);
    }

    private void Sample(int first, int count)
    {
        for (var i = 0; i < count; i += 2)
        {
            // The high and the low half of 64 random bits choose a point each.
            var bits = random.NextUInt64();
            Put(first + i, (int)((bits >> 32) * _points >> 32));
            if (i + 1 < count)
            {
                Put(first + i + 1, (int)((bits & uint.MaxValue) * _points >> 32));
            }
        }
    }

    private void Put(int place, int point)
    {
        _others[place] = map[2 * point];
        _others[LayoutForces.Lanes + place] = map[2 * point + 1];
    }
}
