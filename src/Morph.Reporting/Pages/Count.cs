using System.Globalization;

namespace Morph.Reporting.Pages;

/// <summary>Numbers for people.</summary>
internal static class Count
{
    /// <summary>"1,200".</summary>
    public static string Of(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 field", "1,200 fields".</summary>
    public static string Of(int number, string thing) => number == 1 ? $"1 {thing}" : $"{Of(number)} {thing}s";

    /// <summary>"93 %"; never 100 % for less than all, nor 0 % for more than none.</summary>
    public static string Share(double share)
    {
        var percent = Math.Round(100 * share);
        percent = share < 1 ? Math.Min(percent, 99) : percent;
        percent = share > 0 ? Math.Max(percent, 1) : percent;
        return percent.ToString("0", CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>A quality figure: whole numbers as such, others with three decimals.</summary>
    public static string Figure(double value) => double.IsNaN(value) ? "–"
        : (value == Math.Round(value) && Math.Abs(value) >= 2 ? value.ToString("N0", CultureInfo.InvariantCulture)
        : Math.Abs(value) >= 1000 ? value.ToString("N0", CultureInfo.InvariantCulture)
        : value.ToString("0.000", CultureInfo.InvariantCulture)).Replace('-', '−');
}
