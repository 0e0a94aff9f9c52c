namespace Morph.Imaging.Manifests;

/// <summary>An image file found in the folder.</summary>
/// <param name="Path">Path relative to the folder, with '/'.</param>
/// <param name="Length">Bytes.</param>
internal sealed record FolderFile(string Path, long Length)
{
    private static readonly string[] Extensions = [".tif", ".tiff", ".tf2", ".tf8", ".btf", ".png", ".jpg", ".jpeg", ".bmp", ".dib", ".c01"];

    /// <summary>The folder part, without the last '/'; empty at the top.</summary>
    public string Directory => Path.LastIndexOf('/') is var at and >= 0 ? Path[..at] : "";

    /// <summary>File name without folder and extension (".ome.tif" counts as one).</summary>
    public string Stem
    {
        get
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(Path);
            return name.EndsWith(".ome", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        }
    }

    /// <summary>Whether a file name has an extension of an image that can be read.</summary>
    public static bool IsImage(string name) => Extensions.Contains(System.IO.Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}

/// <summary>What lies in an image folder and its subfolders.</summary>
/// <param name="Root">Absolute path.</param>
/// <param name="Files">Image files in ordinal order of their paths.</param>
/// <param name="Ignored">Files that are hidden or have no image extension.</param>
internal sealed record ImageFolder(string Root, IReadOnlyList<FolderFile> Files, int Ignored)
{
    /// <summary>Looks through a folder. Hidden files and folders are left out; linked folders are followed, but never in a circle.</summary>
    /// <returns>Null if there is no such folder; the reason is in <paramref name="problems"/>.</returns>
    public static ImageFolder? Scan(string folder, ManifestProblems problems)
    {
        var root = Path.GetFullPath(folder);
        if (!Directory.Exists(root))
        {
            problems.Add(File.Exists(root)
                ? $"{root} is a file: name the folder that holds the images."
                : $"There is no folder {root}: check the path.");
            return null;
        }

        var files = new List<FolderFile>();
        var ignored = 0;
        var pending = new Stack<(DirectoryInfo Directory, string Relative, IReadOnlyList<string> RealParents)>();
        pending.Push((new DirectoryInfo(root), "", []));
        while (pending.TryPop(out var next))
        {
            var real = next.Directory.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next.Directory.FullName;
            if (next.RealParents.Contains(real, StringComparer.Ordinal))
            {
                continue;
            }

            try
            {
                foreach (var entry in next.Directory.EnumerateFileSystemInfos())
                {
                    if (entry.Name.StartsWith('.'))
                    {
                        ignored++;
                    }
                    else if (entry is DirectoryInfo inner)
                    {
                        pending.Push((inner, next.Relative + inner.Name + "/", [.. next.RealParents, real]));
                    }
                    else if (entry is FileInfo file && FolderFile.IsImage(file.Name))
                    {
                        files.Add(new(next.Relative + file.Name, file.Exists ? Length(file) : 0));
                    }
                    else
                    {
                        ignored++;
                    }
                }
            }
            catch (UnauthorizedAccessException)
            {
                problems.Add($"The folder {next.Directory.FullName} may not be read: make it readable for the user who runs morph.");
            }
        }

        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new(root, files, ignored);
    }

    /// <summary>Length of a file; of what it points to if it is a link.</summary>
    private static long Length(FileInfo file) => file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target && target.Exists ? target.Length : file.Length;
}
