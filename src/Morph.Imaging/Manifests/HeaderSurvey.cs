using System.Collections.Concurrent;
using Morph.Domain.Errors;
using Morph.Imaging.Formats;

namespace Morph.Imaging.Manifests;

/// <summary>Reads the headers of many files on all cores, each once.</summary>
/// <param name="root">The image folder.</param>
/// <param name="maxPixels">Largest number of pixels one plane may have.</param>
internal sealed class HeaderSurvey(string root, long maxPixels)
{
    private readonly ConcurrentDictionary<string, (ImageHeader? Header, string Error)> _seen = new(StringComparer.Ordinal);
    private readonly PlaneReader _reader = new(maxPixels);

    /// <summary>Reads the headers of files, given as the manifest does.</summary>
    public void Read(IEnumerable<string> paths) =>
        Parallel.ForEach(paths.Distinct(StringComparer.Ordinal).Where(p => !_seen.ContainsKey(p)), path =>
        {
            try
            {
                _seen[path] = (_reader.ReadHeader(Path.Combine(root, path)), "");
            }
            catch (ImageException unreadable)
            {
                _seen[path] = (null, unreadable.Message);
            }
        });

    /// <summary>The header of a file that was read; null if it is unreadable.</summary>
    public ImageHeader? Header(string path) => _seen[path].Header;

    /// <summary>Why a file is unreadable; empty if it is not.</summary>
    public string Error(string path) => _seen[path].Error;
}
