namespace Morph.Analysis.Numerics;

/// <summary>Cosine similarities of points in double precision; a point of length 0 is similar to nothing (0).</summary>
internal sealed class CosineSimilarity
{
    private readonly double[] _unit;
    private readonly int _width;

    /// <summary>Takes a copy of the points, scaled to length 1.</summary>
    public CosineSimilarity(Points points)
    {
        _width = LaneMath.Padded(points.Dimensions);
        _unit = new double[points.Count * _width];
        for (var i = 0; i < points.Count; i++)
        {
            var point = points[i];
            var row = _unit.AsSpan(i * _width, _width);
            for (var j = 0; j < point.Length; j++)
            {
                row[j] = point[j];
            }

            var length = Math.Sqrt(LaneMath.Dot(row, row));
            for (var j = 0; j < point.Length; j++)
            {
                row[j] = length > 0 ? row[j] / length : 0;
            }
        }
    }

    /// <summary>The similarity of two points, -1 to 1.</summary>
    public double Of(int left, int right) => LaneMath.Dot(_unit.AsSpan(left * _width, _width), _unit.AsSpan(right * _width, _width));
}
