namespace Morph.Imaging.Manifests;

/// <summary>Samples of fields that nothing else puts together: consecutive fields, in the order people count.</summary>
internal static class SampleGroups
{
    /// <summary>Makes each group of <paramref name="size"/> fields a sample, called S and the name of its first field: S00733.</summary>
    public static DraftSet Assign(DraftSet set, int size, ManifestProblems problems, List<string> warnings)
    {
        if (size < 1)
        {
            problems.Add($"morph.load.fields-per-sample is {size}: at least 1 field makes a sample.");
            return set;
        }

        var sorted = set.Fields.ToList();
        sorted.Sort((a, b) => NameMatching.CompareNatural(a.Name, b.Name));
        for (var i = 0; i < sorted.Count; i++)
        {
            sorted[i].Sample = "S" + sorted[i - i % size].Name;
        }

        if (sorted.Count % size != 0 && sorted.Count > size)
        {
            warnings.Add(
                $"{Count.Of(sorted.Count, "field")} do not divide into groups of {size}: sample {sorted[^1].Sample} has only {Count.Of(sorted.Count % size, "field")}. "
                + "If a field is missing, later samples mix two conditions: name samples with --samples.");
        }

        return set with { Naming = $"{set.Naming}, groups of {(size == 4 ? "four" : size.ToString(System.Globalization.CultureInfo.InvariantCulture))}" };
    }
}
