using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Morph.Domain.Randomness;

namespace Morph.Analysis.Umap;

/// <summary>
/// Draws an edge: moves a point by the attraction of its neighbour and the repulsion of sampled points. The two coordinates of a point are read and written
/// as one number of 64 bits.
/// </summary>
/// <param name="curve">The curve of the map's distances.</param>
/// <param name="points">Number of points that may be sampled.</param>
/// <param name="random">Stream of the sampled points.</param>
internal sealed class PointMover(LayoutCurve curve, int points, RandomSource random)
{
    /// <summary>The point of no index: none of those sampled is itself.</summary>
    public const int Nobody = -1;

    private readonly LayoutForces _forces = new(curve);
    private readonly int[] _places = new int[LayoutForces.Lanes + 1];

    /// <summary>Coordinates as points.</summary>
    public static Span<double> Pairs(float[] coordinates) => MemoryMarshal.Cast<float, double>(coordinates.AsSpan());

    /// <summary>Draws one edge. The neighbour and the first seven sampled points act together, further ones after them.</summary>
    /// <param name="moved">Holds the point; changed in place.</param>
    /// <param name="point">The point.</param>
    /// <param name="neighbor">Where its neighbour is.</param>
    /// <param name="sampled">Where the points are that may be sampled.</param>
    /// <param name="self">The point among those, or <see cref="Nobody"/>: it does not repel itself.</param>
    /// <param name="repulsions">Points to sample.</param>
    /// <param name="step">Step length.</param>
    /// <returns>How far the neighbour pulled the point, in the first two places.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Vector128<float> Draw(Span<double> moved, int point, double neighbor, ReadOnlySpan<double> sampled, int self, int repulsions, float step)
    {
        var place = moved[point];
        var used = Math.Min(repulsions, LayoutForces.Lanes - 1);
        Sample(1, used, self);
        var (sum, pull) = _forces.Of(place, Gather(neighbor, sampled), Gather(sampled), attracts: true, 1 + used);
        place = Move(place, sum, step);
        for (repulsions -= used; repulsions > 0; repulsions -= used)
        {
            used = Math.Min(repulsions, LayoutForces.Lanes);
            Sample(0, used, self);
            place = Move(place, _forces.Of(place, Gather(sampled[_places[0]], sampled), Gather(sampled), attracts: false, used).Sum, step);
        }

        moved[point] = place;
        return pull * step;
    }

    private static double Move(double place, Vector128<float> force, float step) => (Vector128.CreateScalar(place).AsSingle() + (force * step)).AsDouble().ToScalar();

    /// <summary>Chooses points, the next one instead of the point itself; the high and the low half of 64 random bits choose one each.</summary>
    private void Sample(int first, int count, int self)
    {
        var places = _places;
        for (var i = first; i < first + count; i += 2)
        {
            var bits = random.NextUInt64();
            places[i] = Other((int)((bits >> 32) * (ulong)points >> 32), self);
            places[i + 1] = Other((int)((bits & uint.MaxValue) * (ulong)points >> 32), self);
        }
    }

    private int Other(int chosen, int self) => chosen != self ? chosen : chosen + 1 < points ? chosen + 1 : 0;

    /// <summary>A first place, then those of the second to the fourth of the chosen points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Gather(double first, ReadOnlySpan<double> sampled) => Vector256.Create(first, sampled[_places[1]], sampled[_places[2]], sampled[_places[3]]);

    /// <summary>The places of the fifth to the eighth of the chosen points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Gather(ReadOnlySpan<double> sampled) => Vector256.Create(sampled[_places[4]], sampled[_places[5]], sampled[_places[6]], sampled[_places[7]]);
}
