using System.Globalization;
using System.Text;
using Morph.Domain.Errors;

namespace Morph.Imaging.Manifests;

/// <summary>Gathers everything that is wrong, so that a user mends all of it in one go.</summary>
internal sealed class ManifestProblems
{
    private const int Shown = 20;
    private readonly List<string> _problems = [];

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _problems.Count > 0;

    /// <summary>Adds a problem: a sentence that names the file, row or column, and says the way out.</summary>
    public void Add(string problem) => _problems.Add(problem);

    /// <summary>All problems as one failure: the first 20 are listed, the others counted.</summary>
    public ManifestException ToException()
    {
        if (_problems is [var only])
        {
            return new(only);
        }

        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{_problems.Count} problems with the image set; nothing was started:"));
        foreach (var problem in _problems.Take(Shown))
        {
            text.Append("\n  - ").Append(problem);
        }

        if (_problems.Count > Shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  and {_problems.Count - Shown} more");
        }

        return new(text.ToString());
    }
}
