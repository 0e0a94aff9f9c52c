using Morph.Actors.Clustering;
using Morph.Analysis.Mixture;
using Morph.Artifacts.Files;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Actors.Assigning;

/// <summary>The files of another run that a run has adopted: brought in once, and what map and clusters need of them.</summary>
/// <param name="directory">The run that adopts them.</param>
/// <param name="model">The other run.</param>
public sealed class AdoptedModel(RunDirectory directory, ModelRun model)
{
    /// <summary>Copies the files that are not there yet, or not whole.</summary>
    /// <returns>The files under their paths in this run.</returns>
    /// <exception cref="ArtifactException">A file is to be copied and is not in the other run's directory as it was; the message names it.</exception>
    public IReadOnlyList<ArtifactRecord> Bring() => [.. model.Files.Select(Bring)];

    /// <summary>The other run's map.</summary>
    /// <param name="settings">Block <c>morph.reduce</c>, the same for both runs.</param>
    /// <exception cref="ArtifactException">A file is missing or damaged; the message names it.</exception>
    public AdoptedMap Map(ReduceSettings settings) => AdoptedMap.Of(WindowFile.Read(Whole(model.Windows)), settings);

    /// <summary>The other run's clusters.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged; the message names it.</exception>
    public GaussianMixture Mixture() => StoredMixture.Read(Whole(model.Mixture));

    private ArtifactRecord Bring(ArtifactRecord file)
    {
        var target = directory.AdoptedFile(file);
        var own = file with { Path = directory.Relative(target) };
        if (ArtifactCheck.Check(directory, own) is null)
        {
            return own;
        }

        var from = new RunDirectory(model.Directory);
        if (ArtifactCheck.Check(from, file) is { } damage)
        {
            throw new ArtifactException(
                $"{own.Path} is to be copied from {from.Root}, where {damage.Reason} Put that run back as it was, or assign the images anew with another --out.");
        }

        return AtomicFile.Write(directory, target, stream =>
        {
            using var source = File.OpenRead(from.Absolute(file.Path));
            source.CopyTo(stream);
        });
    }

    private string Whole(ArtifactRecord file)
    {
        var path = directory.AdoptedFile(file);
        return ArtifactCheck.Check(directory, file with { Path = directory.Relative(path) }) is { } damage
            ? throw new ArtifactException($"{damage.Reason} Run 'morph assign' again: it brings the file anew.")
            : path;
    }
}
