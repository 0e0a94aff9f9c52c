namespace Morph.Learning.Tests;

/// <summary>Comparisons with figures from elsewhere.</summary>
internal static class Close
{
    /// <summary>Two numbers agree to a relative tolerance, or absolutely where the figure is below <paramref name="floor"/>.</summary>
    public static void Relative(double expected, double actual, double tolerance, string what, double floor = 1e-3)
    {
        var off = Math.Abs(actual - expected) / Math.Max(Math.Abs(expected), floor);
        Assert.True(off <= tolerance, FormattableString.Invariant($"{what}: expected {expected}, got {actual}, off by {off:e2} (allowed {tolerance:e0})"));
    }
}
