using Morph.Domain.Errors;

namespace Morph.Actors.Membership;

/// <summary>
/// The file that tells a cluster's shared directory from any other: a mount that is missing, or is another one, lacks it or has another text.
/// Written once, by the node that founds the cluster.
/// </summary>
public static class SharedMarker
{
    /// <summary>Name of the file.</summary>
    public const string FileName = ".morph-cluster";

    /// <summary>What the marker says; empty when the directory or the marker is not there.</summary>
    public static string Read(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, FileName)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The marker of the directory; made when there is none. Two nodes that make it at once end with the same.</summary>
    /// <exception cref="ConfigurationException">The directory is not there or cannot be written to.</exception>
    public static string Found(string directory)
    {
        try
        {
            var path = Path.Combine(directory, FileName);
            if (!File.Exists(path))
            {
                var draft = Path.Combine(directory, $"{FileName}-{Guid.NewGuid():N}");
                File.WriteAllText(draft, $"{Guid.NewGuid():N}\n");
                try
                {
                    File.Move(draft, path, overwrite: false);
                }
                catch (IOException) when (File.Exists(path))
                {
                    File.Delete(draft);
                }
            }

            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"The shared directory {directory} cannot be used: {e.Message} Mount it, or set another (morph.node.shared-directory, MORPH_SHARED_DIRECTORY).", e);
        }
    }
}
