namespace Morph.Actors.Membership;

/// <summary>
/// Signs of life of a cluster's members in its shared directory. The first seed node founds a cluster when nobody answers it; nobody answers, too, when
/// the network between it and a cluster that is at work is cut, and a second cluster at the same ledger must not be. Ages are told by the file system's
/// clock alone, so that the clocks of nodes may differ.
/// </summary>
/// <param name="directory">The shared directory.</param>
/// <param name="node">Address of this node, "host:port".</param>
public sealed class SharedPresence(string directory, string node)
{
    /// <summary>The folder of the signs, one file for each node.</summary>
    public const string FolderName = ".morph-nodes";

    /// <summary>A node whose last sign is older is gone: it shows one every few seconds.</summary>
    public static TimeSpan Fades { get; } = TimeSpan.FromSeconds(30);

    private string Folder => Path.Combine(directory, FolderName);

    private string Sign => Path.Combine(Folder, node.Replace(':', '_'));

    /// <summary>This node is a member and alive.</summary>
    /// <exception cref="IOException">The shared directory is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written to.</exception>
    public void Show()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Sign, node);
    }

    /// <summary>This node has left.</summary>
    public void Leave()
    {
        if (File.Exists(Sign))
        {
            File.Delete(Sign);
        }
    }

    /// <summary>Addresses of the other nodes that were members and alive a moment ago, in ordinal order.</summary>
    /// <inheritdoc cref="Show" path="/exception"/>
    public IReadOnlyList<string> Others()
    {
        Directory.CreateDirectory(Folder);
        var probe = Path.Combine(Folder, $".{Guid.NewGuid():N}");
        File.WriteAllText(probe, "");
        try
        {
            var now = File.GetLastWriteTimeUtc(probe);
            return [.. Directory.EnumerateFiles(Folder)
                .Where(f => f != Sign && !Path.GetFileName(f).StartsWith('.') && now - File.GetLastWriteTimeUtc(f) < Fades)
                .Select(File.ReadAllText)
                .Order(StringComparer.Ordinal)];
        }
        finally
        {
            File.Delete(probe);
        }
    }
}
