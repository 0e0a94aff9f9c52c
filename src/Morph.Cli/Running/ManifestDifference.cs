using Morph.Domain.Manifests;

namespace Morph.Cli.Running;

/// <summary>Says in what two image sets differ.</summary>
internal static class ManifestDifference
{
    /// <summary>The first difference in words; null when the sets are the same.</summary>
    /// <param name="recorded">The set that a run directory holds.</param>
    /// <param name="asked">The set that is asked for.</param>
    public static string? First(Manifest recorded, Manifest asked)
    {
        if (recorded.Digest == asked.Digest)
        {
            return null;
        }

        if (!recorded.Channels.SequenceEqual(asked.Channels))
        {
            return $"its channels are {string.Join(", ", recorded.Channels)}, those asked for {string.Join(", ", asked.Channels)}";
        }

        if ((recorded.Height, recorded.Width) != (asked.Height, asked.Width))
        {
            return $"its images are {recorded.Height} x {recorded.Width} pixels, those asked for {asked.Height} x {asked.Width}";
        }

        var before = recorded.Fields.ToDictionary(f => f.Field, StringComparer.Ordinal);
        var now = asked.Fields.ToDictionary(f => f.Field, StringComparer.Ordinal);
        if (before.Keys.Except(now.Keys).Order(StringComparer.Ordinal).FirstOrDefault() is { } gone)
        {
            return $"its field {gone} is not among the images asked for";
        }

        if (now.Keys.Except(before.Keys).Order(StringComparer.Ordinal).FirstOrDefault() is { } added)
        {
            return $"it has no field {added}, which is among the images asked for";
        }

        return asked.Fields.Select(f => Field(before[f.Field], f)).FirstOrDefault(d => d is not null) ?? "its files differ";
    }

    private static string? Field(FieldEntry before, FieldEntry now)
    {
        if (before.Sample != now.Sample)
        {
            return $"its field {now.Field} belongs to sample {before.Sample}, in the images asked for to {now.Sample}";
        }

        foreach (var (a, b) in before.Planes.Zip(now.Planes))
        {
            if (a.Path != b.Path || a.Page != b.Page)
            {
                return $"its field {now.Field} is read from {a.Path}, in the images asked for from {b.Path}";
            }

            if (a.Length != b.Length)
            {
                return $"{b.Path} had {a.Length} bytes when the run was started and has {b.Length} now";
            }
        }

        return before.Metadata.SequenceEqual(now.Metadata) ? null : $"the further columns of field {now.Field} differ";
    }
}
