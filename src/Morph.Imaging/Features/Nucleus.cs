namespace Morph.Imaging.Features;

/// <summary>A nucleus-like object of a field.</summary>
/// <param name="Area">Pixels.</param>
/// <param name="Y">Row of its centre.</param>
/// <param name="X">Column of its centre.</param>
/// <param name="Elongation">Length over width of the ellipse of its second moments, 1 for a circle.</param>
/// <param name="NearestDistance">Pixels to the nearest other centre; not a number where it is alone.</param>
/// <param name="Mean">Mean signal of each channel.</param>
/// <param name="Spread">Standard deviation of the first channel's signal inside it, over its mean there.</param>
internal sealed record Nucleus(int Area, double Y, double X, double Elongation, double NearestDistance, double[] Mean, double Spread);
