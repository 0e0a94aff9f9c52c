using Morph.Actors.Clustering;
using Morph.Analysis;
using Morph.Domain.Errors;
using Morph.Domain.Randomness;
using Morph.Domain.Settings;

namespace Morph.Actors.Tests.Clustering;

public sealed class FeatureCorrectionTests
{
    private const int PerPlate = 300;
    private const int Features = 4;

    private static readonly CorrectionSettings s_whiten = new() { Method = CorrectionMethod.Whiten, Batch = "Plate", ControlColumn = "Treatment", Control = "DMSO", Epsilon = 1e-6 };

    [Fact]
    public void Without_a_method_the_features_are_the_encoders()
    {
        var windows = Plates(0, 5);
        Assert.Equal(windows.Points.Values, FeatureCorrection.Of(windows, new()).Points.Values);
    }

    [Fact]
    public void Two_plates_whose_scales_differ_become_one()
    {
        var corrected = FeatureCorrection.Of(Plates(0, 100), s_whiten with { Method = CorrectionMethod.Standardise }).Points;
        for (var i = 0; i < PerPlate * Features; i++)
        {
            Assert.Equal(corrected.Values.Span[i], corrected.Values.Span[(PerPlate * Features) + i], 1e-3f);
        }
    }

    [Fact]
    public void A_further_plate_is_scaled_by_itself_and_whitened_as_the_first()
    {
        var first = FeatureCorrection.Of(Plates(0), s_whiten);
        var next = FeatureCorrection.Of(Plates(40), s_whiten, first.Sphering);
        Assert.Equal(first.Points.Values.ToArray(), next.Points.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void A_batch_with_too_few_controls_is_named()
    {
        var windows = Plates(0, 5);
        var treatments = windows.Column("Treatment")!;
        for (var i = PerPlate; i < PerPlate + 270; i++)
        {
            treatments[i] = "drug";
        }

        var few = windows with { Column = name => name == "Treatment" ? treatments : windows.Column(name) };
        var failure = Assert.Throws<StageException>(() => FeatureCorrection.Of(few, s_whiten));
        Assert.StartsWith("Batch 'P1' (Plate) has 15 windows with Treatment = 'DMSO', too few to correct it by: 20 are needed.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whitening_by_fewer_controls_than_features_is_refused()
    {
        var windows = Plates(0);
        var few = windows with { Column = name => name == "Treatment" ? [.. windows.Column(name)!.Select((t, i) => i < 256 ? t : "drug")] : windows.Column(name) };
        Assert.StartsWith("There are 128 windows of controls", Assert.Throws<StageException>(() => FeatureCorrection.Of(few, s_whiten)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_is_named() =>
        Assert.Contains("no column Day", Assert.Throws<StageException>(() => FeatureCorrection.Of(Plates(0), s_whiten with { Batch = "Day" })).Message, StringComparison.Ordinal);

    /// <summary>Plates of the same windows, each shifted by a number and stretched by another; every second window is a control.</summary>
    private static KeptFeatures Plates(params int[] shifts)
    {
        var random = RandomSource.For(3, "windows");
        double[] plain = [.. Enumerable.Range(0, PerPlate * Features).Select(_ => random.NextGaussian())];
        float[] values = [.. shifts.SelectMany(shift => plain.Select((v, i) => (float)((v * (1 + (shift / 10.0))) + (shift * (i % Features)))))];
        var rows = Enumerable.Range(0, shifts.Length * PerPlate);
        string[] plates = [.. rows.Select(i => $"P{i / PerPlate}")], treatments = [.. rows.Select(i => i % 2 == 0 ? "DMSO" : "drug")];
        return new(new Points(values, Features), plates, name => name switch { "Plate" => plates, "Treatment" => treatments, _ => null });
    }
}
