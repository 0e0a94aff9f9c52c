using System.Text.RegularExpressions;

namespace Morph.Imaging.Manifests;

/// <summary>
/// Naming by a regular expression over the path relative to the folder, with the groups field and, if wanted, sample and channel; any
/// other named group becomes metadata. Where two samples have a field of the same name (a site number, say), fields are called
/// SAMPLE_FIELD and the bare name is kept as Site.
/// </summary>
internal static class PatternNaming
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>Understands the files of a folder; null if the pattern cannot be used.</summary>
    public static DraftSet? Read(ImageFolder folder, string pattern, ManifestProblems problems, List<string> warnings)
    {
        Regex regex;
        try
        {
            regex = new(pattern, RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (ArgumentException wrong)
        {
            problems.Add($"morph.load.pattern is not a regular expression: {wrong.Message}");
            return null;
        }

        var groups = regex.GetGroupNames();
        if (!groups.Contains("field"))
        {
            problems.Add("morph.load.pattern has no group named field, as in (?<field>[0-9]+): it says which images belong together.");
            return null;
        }

        try
        {
            return Read(folder, pattern, regex, groups, problems, warnings);
        }
        catch (RegexMatchTimeoutException)
        {
            problems.Add("morph.load.pattern takes over a second for a single file name: avoid a repetition inside a repetition, as in (a+)+.");
            return null;
        }
    }

    private static DraftSet? Read(ImageFolder folder, string pattern, Regex regex, string[] groups, ManifestProblems problems, List<string> warnings)
    {
        var matches = folder.Files.Select(f => (File: f, Match: regex.Match(f.Path))).ToList();
        var unmatched = matches.Where(m => !m.Match.Success || m.Match.Groups["field"].Length == 0).Select(m => m.File.Path).ToList();
        if (unmatched.Count == matches.Count)
        {
            problems.Add($"morph.load.pattern fits none of the {Count.Of(matches.Count, "image")} in {folder.Root}, for example {unmatched[0]}: the pattern is {pattern}");
            return null;
        }

        if (unmatched.Count > 0)
        {
            warnings.Add($"{Count.Of(unmatched.Count, "image")} left out, because the pattern does not fit the name: {Count.Some(unmatched)}.");
        }

        var channelsNamed = groups.Contains("channel");
        var used = matches.Where(m => m.Match.Success && m.Match.Groups["field"].Length > 0).ToList();
        var qualified = used
            .GroupBy(m => m.Match.Groups["field"].Value)
            .Any(g => g.Select(m => m.Match.Groups["sample"].Value).Distinct(StringComparer.Ordinal).Count() > 1);
        var fields = new Dictionary<string, DraftField>(StringComparer.Ordinal);
        foreach (var (file, match) in used)
        {
            var (sample, bare) = (match.Groups["sample"].Value, match.Groups["field"].Value);
            var field = FolderNaming.AddPlane(fields, qualified ? $"{sample}_{bare}" : bare, channelsNamed ? match.Groups["channel"].Value : "", file);
            field.Sample = sample;
            if (qualified)
            {
                field.Metadata["Site"] = bare;
            }

            foreach (var group in groups.Where(g => !char.IsAsciiDigit(g[0]) && g is not ("sample" or "field" or "channel") && match.Groups[g].Success))
            {
                field.Metadata.TryAdd(MetadataName.Of(group), match.Groups[group].Value);
            }
        }

        foreach (var field in fields.Values.Where(f => groups.Contains("sample") && f.Sample.Length == 0))
        {
            problems.Add($"{field.Planes.Values.First().Path}: the group sample of morph.load.pattern is empty for it, so its sample has no name.");
        }

        return new([.. fields.Values], channelsNamed, $"pattern {pattern}");
    }
}
