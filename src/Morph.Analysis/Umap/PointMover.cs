using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>Draws an edge: moves a point by the attraction of its neighbour, then by the repulsion of sampled points.</summary>
/// <param name="curve">The curve of the map's distances.</param>
/// <param name="map">n x 2 coordinates of neighbours and sampled points.</param>
/// <param name="random">Stream of the sampled points.</param>
internal sealed class PointMover(LayoutCurve curve, float[] map, RandomSource random)
{
    private readonly LayoutForces _forces = new(curve);
    private readonly int[] _places = new int[LayoutForces.Lanes];
    private readonly ulong _points = (ulong)(map.Length / 2);

    /// <summary>Draws one edge.</summary>
    /// <param name="moved">Coordinates that hold the point: the map itself, or those of new points.</param>
    /// <param name="point">The point.</param>
    /// <param name="neighbor">Its neighbour in the map.</param>
    /// <param name="repulsions">Points to sample.</param>
    /// <param name="step">Step length.</param>
    /// <param name="moveNeighbor">Whether the neighbour moves the opposite way.</param>
    public void Draw(float[] moved, int point, int neighbor, int repulsions, float step, bool moveNeighbor)
    {
        var (x, y) = (moved[2 * point], moved[2 * point + 1]);
        var (pullX, pullY) = _forces.Attract(x - map[2 * neighbor], y - map[2 * neighbor + 1]);
        if (moveNeighbor)
        {
            map[2 * neighbor] -= step * pullX;
            map[2 * neighbor + 1] -= step * pullY;
        }

        x += step * pullX;
        y += step * pullY;
        for (int used; repulsions > 0; repulsions -= used)
        {
            used = Math.Min(repulsions, LayoutForces.Lanes);
            Sample(used);
            var (otherX, otherY) = Gather();
            var (pushX, pushY) = _forces.Repel(Vector256.Create(x) - otherX, Vector256.Create(y) - otherY, used);
            x += step * pushX;
            y += step * pushY;
        }

        (moved[2 * point], moved[2 * point + 1]) = (x, y);
    }

    /// <summary>Chooses points; the high and the low half of 64 random bits choose one each.</summary>
    private void Sample(int count)
    {
        for (var i = 0; i < count; i += 2)
        {
            var bits = random.NextUInt64();
            _places[i] = (int)((bits >> 32) * _points >> 32);
            _places[i + 1] = (int)((bits & uint.MaxValue) * _points >> 32);
        }
    }

    /// <summary>The coordinates of the eight chosen points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector256<float> X, Vector256<float> Y) Gather()
    {
        // A pair of floats is read as one double, so that each point takes one load.
        var pairs = MemoryMarshal.Cast<float, double>(map.AsSpan());
        var places = _places;
        var low = Vector256.Create(pairs[places[0]], pairs[places[1]], pairs[places[2]], pairs[places[3]]).AsSingle();
        var high = Vector256.Create(pairs[places[4]], pairs[places[5]], pairs[places[6]], pairs[places[7]]).AsSingle();
        var even = Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6);
        var odd = Vector256.Create(1, 3, 5, 7, 1, 3, 5, 7);
        return (
            Vector256.Create(Vector256.Shuffle(low, even).GetLower(), Vector256.Shuffle(high, even).GetLower()),
            Vector256.Create(Vector256.Shuffle(low, odd).GetLower(), Vector256.Shuffle(high, odd).GetLower()));
    }
}
