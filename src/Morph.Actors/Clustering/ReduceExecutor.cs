using System.Collections.Immutable;
using Morph.Actors.Assigning;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Analysis.Neighbors;
using Morph.Analysis.Umap;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Clustering;

/// <summary>Reduces the kept windows of all fields to two dimensions by UMAP, or places them in the map of the run that they are assigned to.</summary>
/// <param name="store">Where the files of runs are.</param>
public sealed class ReduceExecutor(IRunStore store) : IUnitExecutor
{
    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => [Stage.Reduce];

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        var (run, directory) = (store.Open(order.Run), new RunDirectory(order.Run.Directory));
        var settings = run.Settings.Reduce;
        var fields = KeptWindows.Read(directory, ((ReduceTask)order.Task).Inputs, settings.Top);
        var adopted = run.Model is null ? null : new AdoptedModel(directory, run.Model).Map(settings);
        var points = FeatureCorrection.Of(KeptFeatures.Of(fields), settings.Correction, adopted?.Sphering).Points;
        var ofFields = new NeighborGroups([.. fields.SelectMany((f, i) => Enumerable.Repeat(i, f.Count))], settings.OfOneField);
        var random = RandomSource.For(run.Settings.Seed, "umap");
        var places = adopted is null
            ? UmapModel.Fit(points, OptionsOf(settings), random, new MapProgress(context), context.Stop, ofFields).Embedding
            : adopted.Model.Transform(points, random, context.Stop);
        return new([UmapFile.Write(directory, order.Key, UmapTable.From(fields, places))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>How the map is made.</summary>
    internal static UmapOptions OptionsOf(ReduceSettings settings) =>
        new() { NNeighbors = settings.NNeighbors, MinDist = settings.MinDist, NEpochs = settings.NEpochs };
}
