using System.Globalization;
using Morph.Domain.Runs;

namespace Morph.Cli.Progress;

/// <summary>Counts, rates and times as people read them.</summary>
internal static class ProgressText
{
    /// <summary>A duration in its two largest units: "45 s", "2 min 5 s", "1 h 12 min", "3 d 4 h".</summary>
    public static string Duration(TimeSpan span)
    {
        var s = (long)Math.Round(Math.Max(0, span.TotalSeconds));
        return s switch
        {
            < 60 => $"{s} s",
            < 3600 => Two(s / 60, "min", s % 60, "s"),
            < 86400 => Two(s / 3600, "h", s % 3600 / 60, "min"),
            _ => Two(s / 86400, "d", s % 86400 / 3600, "h"),
        };
    }

    /// <summary>A rate: "12.3/s", or per minute or hour when it is slower.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 100 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0}/s"),
        >= 0.5 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.0}/s"),
        >= 1 / 60.0 => string.Create(CultureInfo.InvariantCulture, $"{perSecond * 60:0.0}/min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond * 3600:0.0}/h"),
    };

    /// <summary>A whole number with groups of three: "1,200".</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its word in the singular or plural: "1 field", "24 fields".</summary>
    public static string Count(long number, string singular) => $"{Count(number)} {singular}{(number == 1 ? "" : "s")}";

    /// <summary>Bytes with a decimal unit: "1.2 GB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
    };

    /// <summary>What follows a stage's word: "60 of 150 steps, 0.8/s, about 2 min left, loss -0.93".</summary>
    public static string Describe(RunProgress progress)
    {
        var parts = new List<string> { progress.Total == 1 ? "begins" : $"{Count(progress.Done)} of {Count(progress.Total)} {progress.Unit}" };
        if (progress.RatePerSecond is > 0 and { } rate)
        {
            parts.Add(Rate(rate));
        }

        if (progress.Remaining is { } remaining)
        {
            parts.Add($"about {Duration(remaining)} left");
        }

        if (progress.Current.Length > 0)
        {
            parts.Add(progress.Current);
        }

        if (progress.Quarantined > 0)
        {
            parts.Add($"{Count(progress.Quarantined)} in quarantine");
        }

        return string.Join(", ", parts);
    }

    private static string Two(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
