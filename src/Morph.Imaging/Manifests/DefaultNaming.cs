namespace Morph.Imaging.Manifests;

/// <summary>
/// The naming FIELD-CHANNEL.ext: what follows the last '-' is the channel. A field of a subfolder bears the folder's name only where the
/// same file name occurs in two folders. If no name has a '-', each file is a field and its pages are the channels.
/// </summary>
internal static class DefaultNaming
{
    /// <summary>Understands the files of a folder.</summary>
    public static DraftSet Read(ImageFolder folder, List<string> warnings)
    {
        var channelsNamed = folder.Files.Any(f => Split(f.Stem).Channel.Length > 0);
        var unnamed = channelsNamed ? folder.Files.Where(f => Split(f.Stem).Channel.Length == 0).ToList() : [];
        if (unnamed.Count > 0)
        {
            warnings.Add($"{Count.Of(unnamed.Count, "image")} left out, because the name has no '-CHANNEL' part: {Count.Some(unnamed.Select(f => f.Path))}.");
        }

        var used = folder.Files.Except(unnamed).Select(f => (File: f, Name: channelsNamed ? Split(f.Stem) : (f.Stem, ""))).ToList();
        var qualified = used.GroupBy(u => u.Name).Any(g => g.Select(u => u.File.Directory).Distinct(StringComparer.Ordinal).Count() > 1);
        if (qualified && !channelsNamed)
        {
            warnings.Add("The same file names occur in several folders. If the folders are channels, say so with a pattern: morph.load.pattern = \"(?<channel>[^/]+)/(?<field>[^/]+)[.]\\\\w+$\".");
        }

        var fields = new Dictionary<string, DraftField>(StringComparer.Ordinal);
        foreach (var (file, (stem, channel)) in used)
        {
            var name = qualified && file.Directory.Length > 0 ? $"{file.Directory}/{stem}" : stem;
            FolderNaming.AddPlane(fields, name, channel, file);
        }

        return new([.. fields.Values], channelsNamed, channelsNamed ? "FIELD-CHANNEL" : "one file per field, pages are channels");
    }

    private static (string Field, string Channel) Split(string stem) =>
        stem.LastIndexOf('-') is var at and > 0 && at < stem.Length - 1 ? (stem[..at], stem[(at + 1)..]) : (stem, "");
}
