namespace Morph.Reporting.Drawing;

/// <summary>A label and the place it belongs to.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Anchor">Where it would stand if it were alone: its centre.</param>
/// <param name="Mark">Its group's mark.</param>
internal sealed record Label(string Text, Point Anchor, Mark Mark);

/// <summary>A label with its place.</summary>
/// <param name="Label">The label.</param>
/// <param name="Centre">Its centre.</param>
/// <param name="Moved">It stands so far from its anchor that a line should lead there.</param>
internal readonly record struct PlacedLabel(Label Label, Point Centre, bool Moved);

/// <summary>
/// Puts labels at their anchors, or as near as the labels before them leave room, in rings around the anchor. A label that finds no room is
/// left out: the legend still has it. The same labels come to the same places.
/// </summary>
internal static class LabelPlacement
{
    private static readonly double[] Rings = [0, 14, 22, 32, 44, 58];
    private const int Directions = 16;
    private const double Margin = 3;

    /// <summary>Places labels inside a frame.</summary>
    public static IReadOnlyList<PlacedLabel> Place(IEnumerable<Label> labels, double size, double left, double top, double right, double bottom)
    {
        var placed = new List<PlacedLabel>();
        var taken = new List<Box>();
        foreach (var label in labels)
        {
            var half = (Width: (Lettering.Width(label.Text, size, bold: true) / 2) + Margin, Height: (size * 0.5) + Margin);
            foreach (var centre in Candidates(label.Anchor))
            {
                var box = new Box(centre.X - half.Width, centre.Y - half.Height, centre.X + half.Width, centre.Y + half.Height);
                if (box.Left >= left && box.Right <= right && box.Top >= top && box.Bottom <= bottom && !taken.Exists(box.Meets))
                {
                    taken.Add(box);
                    placed.Add(new(label, centre, Distance(centre, label.Anchor) > 20));
                    break;
                }
            }
        }

        return placed;
    }

    private static IEnumerable<Point> Candidates(Point anchor) => Rings.SelectMany(radius => radius == 0
        ? [anchor]
        : Enumerable.Range(0, Directions).Select(i =>
        {
            var (sin, cos) = Math.SinCos(Math.Tau * i / Directions);
            return new Point(anchor.X + (1.6 * radius * sin), anchor.Y - (radius * cos));
        }));

    private static double Distance(Point a, Point b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
