using System.Globalization;

namespace Morph.Imaging.Simulate;

/// <summary>
/// Names of fields and samples: numbers of five digits or more whose order is the order of the samples, with gaps between samples as
/// the wells of a plate have.
/// </summary>
public sealed class SimulatedNames
{
    private const int First = 11;
    private const int WidestGap = 1374;
    private const int FiveDigits = 100_000;
    private readonly long _gap;
    private readonly string _fieldFormat;
    private readonly string _sampleFormat;

    /// <summary>Names for this many samples of this many fields.</summary>
    public SimulatedNames(int samples, int fields)
    {
        _gap = Math.Max(fields + 1L, Math.Min(WidestGap, (FiveDigits - First - fields) / samples));
        _fieldFormat = "D" + Digits(Number(samples - 1, fields - 1), 5);
        _sampleFormat = "D" + Digits(samples - 1, 2);
    }

    /// <summary>Name of a field: its number.</summary>
    public string Of(int sample, int field) => Number(sample, field).ToString(_fieldFormat, CultureInfo.InvariantCulture);

    /// <summary>Name of a sample: S00, S01 and so on.</summary>
    public string Sample(int sample) => "S" + sample.ToString(_sampleFormat, CultureInfo.InvariantCulture);

    private long Number(int sample, int field) => First + (sample * _gap) + field;

    private static string Digits(long largest, int least) =>
        Math.Max(largest.ToString(CultureInfo.InvariantCulture).Length, least).ToString(CultureInfo.InvariantCulture);
}
