namespace Morph.Domain.Windows;

/// <summary>Where the windows of a field lie: positions 0, stride, 2 stride ... and a last one flush with the border.</summary>
/// <param name="Side">Window side in pixels.</param>
/// <param name="Stride">Distance of neighbouring windows in pixels.</param>
public sealed record WindowGrid(int Side, int Stride)
{
    /// <summary>Window origins along one axis, ascending; the last is <c>length - Side</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The axis is shorter than the window.</exception>
    public IReadOnlyList<int> Axis(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Side);
        var last = length - Side;
        var positions = new List<int>();
        for (var at = 0; at < last; at += Stride)
        {
            positions.Add(at);
        }

        positions.Add(last);
        return positions;
    }

    /// <summary>All windows of a field in row-major order.</summary>
    public IReadOnlyList<WindowPosition> Positions(int height, int width)
    {
        var columns = Axis(width);
        return [.. Axis(height).SelectMany(y => columns.Select(x => new WindowPosition(y, x)))];
    }
}

/// <summary>Top-left corner of a window in its field, in pixels.</summary>
/// <param name="Y">Row.</param>
/// <param name="X">Column.</param>
public readonly record struct WindowPosition(int Y, int X);
