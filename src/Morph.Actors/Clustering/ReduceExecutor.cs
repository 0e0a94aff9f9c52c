using System.Collections.Immutable;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Analysis;
using Morph.Analysis.Umap;
using Morph.Artifacts.Runs;
using Morph.Artifacts.Tables;
using Morph.Domain.Randomness;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Clustering;

/// <summary>Reduces the kept windows of all fields to two dimensions by UMAP.</summary>
/// <param name="store">Where the files of runs are.</param>
public sealed class ReduceExecutor(IRunStore store) : IUnitExecutor
{
    /// <inheritdoc/>
    public ImmutableArray<Stage> Stages => [Stage.Reduce];

    /// <inheritdoc/>
    public UnitResult Execute(WorkOrder order, UnitContext context)
    {
        var (settings, directory) = (store.Open(order.Run).Settings, new RunDirectory(order.Run.Directory));
        var fields = KeptWindows.Read(directory, ((ReduceTask)order.Task).Inputs, settings.Reduce.Top);
        var points = new Points(Vectors(fields), fields[0].Dimensions);
        var model = UmapModel.Fit(points, OptionsOf(settings.Reduce), RandomSource.For(settings.Seed, "umap"), new MapProgress(context), context.Stop);
        return new([UmapFile.Write(directory, order.Key, UmapTable.From(fields, model.Embedding))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static UmapOptions OptionsOf(ReduceSettings settings) =>
        new() { NNeighbors = settings.NNeighbors, MinDist = settings.MinDist, NEpochs = settings.NEpochs };

    private static float[] Vectors(IReadOnlyList<FieldEmbeddings> fields)
    {
        var vectors = new float[fields.Sum(f => f.Vectors.Length)];
        var at = 0;
        foreach (var field in fields)
        {
            field.Vectors.CopyTo(vectors, at);
            at += field.Vectors.Length;
        }

        return vectors;
    }
}
