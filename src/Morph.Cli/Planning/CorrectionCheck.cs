using Morph.Actors.Clustering;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Settings;

namespace Morph.Cli.Planning;

/// <summary>Can the embeddings of an image set be corrected as <c>morph.reduce.correction</c> asks? Told before any compute.</summary>
internal static class CorrectionCheck
{
    private const string Block = "morph.reduce.correction";

    /// <summary>Refuses what cannot be done.</summary>
    /// <param name="manifest">The image set.</param>
    /// <param name="reduce">Block <c>morph.reduce</c>.</param>
    /// <param name="keptPerField">Windows kept of each field.</param>
    /// <param name="fits">Whether a whitening is fitted to this set; images that are assigned to a run are whitened as that run was.</param>
    /// <exception cref="ConfigurationException">Keys do not fit together, a column or a control is not there, or a batch has too few windows.</exception>
    public static void Require(Manifest manifest, ReduceSettings reduce, int keptPerField, bool fits)
    {
        var correction = reduce.Correction;
        RequireKeys(correction);
        if (correction.Method == CorrectionMethod.None)
        {
            return;
        }

        RequireColumn(manifest, "batch", correction.Batch);
        RequireColumn(manifest, "control-column", correction.ControlColumn);
        var windows = keptPerField * manifest.Fields.Count(f => ValueOf(f, correction.ControlColumn) == correction.Control);
        foreach (var batch in manifest.Fields.GroupBy(f => ValueOf(f, correction.Batch)).OrderBy(b => b.Key, StringComparer.Ordinal))
        {
            var controls = batch.Count(f => ValueOf(f, correction.ControlColumn) == correction.Control);
            var name = correction.Batch.Length > 0 ? $"batch '{batch.Key}' ({correction.Batch})" : "the image set";
            if (controls == 0)
            {
                var values = manifest.Fields.Select(f => ValueOf(f, correction.ControlColumn)).Distinct().Order(StringComparer.Ordinal).ToList();
                throw new ConfigurationException(
                    $"{Block}.control = {correction.Control}, but no field of {name} has that in column {correction.ControlColumn}, which holds {Some(values)}. "
                    + "Name a value that every batch has, or set control and control-column to \"\".");
            }

            if (controls * keptPerField < FeatureCorrection.LeastWindows)
            {
                var what = correction.ControlColumn.Length > 0 ? "windows of controls" : "windows";
                throw new ConfigurationException(
                    $"{Block}: {name} has {controls * keptPerField} {what}, too few to correct it by: {FeatureCorrection.LeastWindows} are needed. "
                    + "Add fields to it, leave it out, or set method = none.");
            }
        }

        if (fits && correction.Method == CorrectionMethod.Whiten && windows < FeatureCorrection.LeastToWhiten)
        {
            throw new ConfigurationException(
                $"{Block}.method = whiten, but there are {windows} windows of controls, too few to whiten by: {FeatureCorrection.LeastToWhiten} are needed. "
                + "Add controls, or set method = standardise.");
        }
    }

    private static void RequireKeys(CorrectionSettings correction)
    {
        var named = correction.Batch.Length + correction.ControlColumn.Length + correction.Control.Length > 0;
        var message = correction switch
        {
            { Method: CorrectionMethod.None } when named => $"{Block} names a batch or a control, but method = none corrects nothing: set method = standardise or whiten.",
            { Method: CorrectionMethod.Whiten, ControlColumn: "" } => $"{Block}.method = whiten needs controls: set control-column and control, or take method = standardise.",
            { ControlColumn.Length: > 0, Control: "" } => $"{Block}.control-column = {correction.ControlColumn}, but control is not set: say which of its values is the control.",
            { ControlColumn: "", Control.Length: > 0 } => $"{Block}.control = {correction.Control}, but control-column is not set: say which column has it.",
            _ => null,
        };
        if (message is not null)
        {
            throw new ConfigurationException(message);
        }
    }

    private static void RequireColumn(Manifest manifest, string key, string column)
    {
        if (column.Length > 0 && column != KeptFeatures.SampleColumn && !manifest.Fields.Any(f => f.Metadata.ContainsKey(column)))
        {
            var columns = manifest.Fields.SelectMany(f => f.Metadata.Keys).Distinct().Order(StringComparer.Ordinal).Prepend(KeptFeatures.SampleColumn).ToList();
            throw new ConfigurationException(
                $"{Block}.{key} = {column}, but the image table has no column {column}: it has {Some(columns)}. Name one of these, or add the column to the table given with --samples.");
        }
    }

    private static string ValueOf(FieldEntry field, string column) =>
        column == KeptFeatures.SampleColumn ? field.Sample : field.Metadata.GetValueOrDefault(column, "");

    private static string Some(IReadOnlyList<string> values) =>
        string.Join(", ", values.Take(8).Select(v => v.Length == 0 ? "\"\"" : v)) + (values.Count > 8 ? ", ..." : "");
}
