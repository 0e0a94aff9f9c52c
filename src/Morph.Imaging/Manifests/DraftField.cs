namespace Morph.Imaging.Manifests;

/// <summary>A field while the manifest is being made.</summary>
/// <param name="name">Its name, unique in the set.</param>
internal sealed class DraftField(string name)
{
    /// <summary>Its name, unique in the set.</summary>
    public string Name { get; } = name;

    /// <summary>Its sample; empty until something names it.</summary>
    public string Sample { get; set; } = "";

    /// <summary>Its images by channel name.</summary>
    public Dictionary<string, DraftPlane> Planes { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong with its images (two files for one channel); a problem only if the field is used.</summary>
    public List<string> Conflicts { get; } = [];

    /// <summary>Further columns of its row, or groups of its file name.</summary>
    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);
}

/// <summary>Where a channel's pixels are.</summary>
/// <param name="Path">Path relative to the folder with '/', or absolute if the file lies elsewhere.</param>
/// <param name="Page">Page in the file; null if the file is expected to have one only.</param>
/// <param name="Length">Bytes of the file.</param>
internal sealed record DraftPlane(string Path, int? Page, long Length);

/// <summary>The fields of an image set before channels are chosen and headers are read.</summary>
/// <param name="Fields">All fields that will be used.</param>
/// <param name="ChannelsNamed">Whether names say which channel a file is; if not, pages are channels and each field has one file under the name "".</param>
/// <param name="Naming">How it was understood, for people.</param>
internal sealed record DraftSet(List<DraftField> Fields, bool ChannelsNamed, string Naming);
