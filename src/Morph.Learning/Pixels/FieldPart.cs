namespace Morph.Learning.Pixels;

/// <summary>A rectangle of a field's pixels; it may reach beyond the field but not lie outside it.</summary>
/// <param name="Y">First row.</param>
/// <param name="X">First column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct FieldPart(int Y, int X, int Height, int Width);
