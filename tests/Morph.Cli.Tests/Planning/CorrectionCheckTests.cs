using System.Collections.Immutable;
using Morph.Cli.Planning;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Planning;

public sealed class CorrectionCheckTests
{
    private static readonly CorrectionSettings s_good = new() { Method = CorrectionMethod.Whiten, Batch = "Plate", ControlColumn = "Treatment", Control = "DMSO" };

    /// <summary>Two plates of a control well and two others, two fields each.</summary>
    private static readonly Manifest s_images = new("/images", "test", ["DNA"], 256, 256, [.. Enumerable.Range(0, 12).Select(i => new FieldEntry(
        $"S{i / 2}",
        $"{i:00}",
        [],
        ImmutableSortedDictionary<string, string>.Empty.Add("Plate", $"P{i / 6}").Add("Treatment", i % 6 < 2 ? "DMSO" : $"drug{i % 6 / 2}")))]);

    public static TheoryData<CorrectionSettings, string> Wrong => new()
    {
        { s_good with { Method = CorrectionMethod.None }, "names a batch or a control, but method = none corrects nothing: set method = standardise or whiten." },
        { s_good with { ControlColumn = "", Control = "" }, "method = whiten needs controls: set control-column and control, or take method = standardise." },
        { s_good with { Control = "" }, "control-column = Treatment, but control is not set" },
        { s_good with { Method = CorrectionMethod.Standardise, ControlColumn = "" }, "control = DMSO, but control-column is not set" },
        { s_good with { Batch = "plate" }, "batch = plate, but the image table has no column plate: it has Sample, Plate, Treatment." },
        { s_good with { ControlColumn = "Gene" }, "control-column = Gene, but the image table has no column Gene" },
        { s_good with { Control = "dmso" }, "control = dmso, but no field of batch 'P0' (Plate) has that in column Treatment, which holds DMSO, drug1, drug2." },
        { s_good with { ControlColumn = "Sample", Control = "S0" }, "control = S0, but no field of batch 'P1' (Plate)" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_corrected_is_refused_with_the_way_out(CorrectionSettings correction, string message)
    {
        var failure = Assert.Throws<ConfigurationException>(() => Require(correction, top: 50));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_with_too_few_windows_of_controls_is_refused()
    {
        Require(s_good with { Method = CorrectionMethod.Standardise }, top: 10);
        var failure = Assert.Throws<ConfigurationException>(() => Require(s_good, top: 9));
        Assert.Contains("batch 'P0' (Plate) has 18 windows of controls, too few to correct it by: 20 are needed.", failure.Message, StringComparison.Ordinal);
        Require(s_good with { Method = CorrectionMethod.Standardise, ControlColumn = "", Control = "" }, top: 9);
    }

    [Fact]
    public void Without_a_correction_nothing_is_asked() => Require(new(), top: 1);

    [Fact]
    public void Whitening_takes_more_windows_of_controls_than_features_where_it_is_fitted()
    {
        Require(s_good, top: 33);
        var failure = Assert.Throws<ConfigurationException>(() => Require(s_good, top: 32));
        Assert.Contains("there are 128 windows of controls, too few to whiten by: 129 are needed. Add controls, or set method = standardise.", failure.Message, StringComparison.Ordinal);
        Require(s_good, top: 32, fits: false);
    }

    private static void Require(CorrectionSettings correction, int top, bool fits = true) => CorrectionCheck.Require(s_images, new() { Correction = correction }, top, fits);
}
