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

    private static readonly Vector512<float> s_first = Vector512.CreateScalar(-1L).AsSingle();

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
    public Vector128<float> Draw(Span<double> moved, int point, double neighbor, ReadOnlySpan<double> sampled, int self, int repulsions, float step)
    {
        var place = moved[point];
        var used = Math.Min(repulsions, LayoutForces.Lanes - 1);
        Sample(1, used, self);
        var forces = _forces.Of(From(place, Gather(neighbor, sampled)), s_first, Acting(1 + used));
        place = Move(place, forces, step);
        for (repulsions -= used; repulsions > 0; repulsions -= used)
        {
            used = Math.Min(repulsions, LayoutForces.Lanes);
            Sample(0, used, self);
            place = Move(place, _forces.Of(From(place, Gather(sampled[_places[0]], sampled)), default, Acting(used)), step);
        }

        moved[point] = place;
        return forces.GetLower().GetLower() * step;
    }

    private static Vector512<float> From(double place, Vector512<double> others) => Vector512.Create(place).AsSingle() - others.AsSingle();

    private static double Move(double place, Vector512<float> forces, float step) =>
        (Vector128.CreateScalar(place).AsSingle() + (LayoutForces.Sum(forces) * step)).AsDouble().ToScalar();

    /// <summary>All bits set in the first places.</summary>
    private static Vector512<float> Acting(int count) => Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsSingle();

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

    /// <summary>A first place, then those of the chosen points from the second on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Gather(double first, ReadOnlySpan<double> sampled)
    {
        var places = _places;
        return Vector512.Create(
            first, sampled[places[1]], sampled[places[2]], sampled[places[3]], sampled[places[4]], sampled[places[5]], sampled[places[6]], sampled[places[7]]);
    }
}
