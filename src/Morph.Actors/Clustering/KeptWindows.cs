using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;

namespace Morph.Actors.Clustering;

/// <summary>The windows of each field that reduce and cluster work on: those with the highest foreground fraction.</summary>
public static class KeptWindows
{
    /// <summary>Reads the listed embedding files one by one and keeps the top windows of each.</summary>
    /// <param name="directory">The run.</param>
    /// <param name="inputs">Listing of the embedding files.</param>
    /// <param name="top">Windows kept of each field; all, where a field has fewer.</param>
    /// <exception cref="ArtifactException">A file is missing or damaged; the message names it.</exception>
    public static IReadOnlyList<FieldEmbeddings> Read(RunDirectory directory, ArtifactRecord inputs, int top)
    {
        var fields = new List<FieldEmbeddings>();
        foreach (var file in ListingFile.Read(directory.Absolute(inputs.Path)))
        {
            if (ArtifactCheck.Check(directory, file) is { } damage)
            {
                throw new ArtifactException($"{damage.Reason} Run 'morph run' again: it makes damaged files anew.");
            }

            fields.Add(EmbeddingFile.Read(directory.Absolute(file.Path)).Top(top));
        }

        return fields;
    }
}
