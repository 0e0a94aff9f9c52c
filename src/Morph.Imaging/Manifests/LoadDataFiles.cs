namespace Morph.Imaging.Manifests;

/// <summary>Finds the files of a LoadData table, which often was written on another machine.</summary>
/// <param name="folder">The image folder.</param>
internal sealed class LoadDataFiles(ImageFolder folder)
{
    private readonly Dictionary<string, FolderFile> _byPath = folder.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
    private readonly ILookup<string, FolderFile> _byName = folder.Files.ToLookup(f => Path.GetFileName(f.Path), StringComparer.Ordinal);

    /// <summary>The image folder.</summary>
    public string Root => folder.Root;

    /// <summary>
    /// Looks in the row's folder, as it stands and inside the image folder; then in the image folder; then, if the name is there only once,
    /// in its subfolders. Null if it is nowhere.
    /// </summary>
    public FolderFile? Find(string path, string name)
    {
        var (directory, file) = (path.Replace('\\', '/').TrimEnd('/'), name.Replace('\\', '/'));
        if (directory.Length > 0 && (InFolder($"{directory}/{file}") ?? Elsewhere(Path.Combine(path, name))) is { } named)
        {
            return named;
        }

        return InFolder(file) ?? Elsewhere(name) ?? (_byName[Path.GetFileName(file)].ToList() is [var only] ? only : null);
    }

    private FolderFile? InFolder(string path)
    {
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        if (Path.IsPathRooted(path))
        {
            var relative = Path.GetRelativePath(folder.Root, path).Replace('\\', '/');
            return _byPath.GetValueOrDefault(relative);
        }

        return _byPath.GetValueOrDefault(path);
    }

    private FolderFile? Elsewhere(string path)
    {
        var full = Path.GetFullPath(path, folder.Root);
        var info = new FileInfo(full);
        return info.Exists ? new(full.Replace('\\', '/'), info.Length) : null;
    }
}
