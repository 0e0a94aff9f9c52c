using System.Runtime.ExceptionServices;
using Morph.Domain.Errors;
using Morph.Domain.Pixels;

namespace Morph.Imaging.Simulate;

/// <summary>
/// Makes microscopy fields of cells with known phenotypes (<see cref="PhenotypeCatalogue"/>): DNA, pH3 and actin, seen through a
/// microscope with a point spread, uneven light, background and camera noise. The same seed gives the same bytes.
/// </summary>
public static class CellSimulator
{
    /// <summary>The pixels of one field, 3 x H x W; they depend on the options, the sample and the field only.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="sample">Index of the sample, from 0.</param>
    /// <param name="field">Index of the field in its sample, from 0.</param>
    /// <exception cref="ConfigurationException">An option is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample or field.</exception>
    public static FieldImage Render(SimulationOptions options, int sample, int field) => RenderWithTruth(options, sample, field).Image;

    /// <summary>As <see cref="Render"/>, with the true foreground and the numbers of cells.</summary>
    /// <exception cref="ConfigurationException">An option is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample or field.</exception>
    public static SimulatedField RenderWithTruth(SimulationOptions options, int sample, int field)
    {
        Check(options, sample, field);
        return FieldRenderer.Render(options, sample, field);
    }

    /// <summary>The numbers of cells of a field, without rendering it.</summary>
    /// <exception cref="ConfigurationException">An option is out of its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample or field.</exception>
    public static FieldCounts CountCells(SimulationOptions options, int sample, int field)
    {
        Check(options, sample, field);
        return FieldCounts.Of(FieldRenderer.DrawCells(options, sample, field), options.Height, options.Width);
    }

    /// <summary>
    /// Writes an image set: a file per field and channel, <c>samples.csv</c> (field, sample, truth_phenotype), <c>truth.csv</c> (cells by
    /// kind and field), <c>phenotypes.csv</c> and <c>phenotypes.md</c>. Each file appears whole or not at all. A folder that already holds
    /// exactly this simulation is checked file by file and mended; one that holds another simulation is overwritten.
    /// </summary>
    /// <param name="folder">Where to; made when missing.</param>
    /// <param name="options">What to simulate.</param>
    /// <param name="progress">Told of fields done and fields in all, from several threads.</param>
    /// <param name="cancellation">Stops between fields; the same call continues from nothing lost but unfinished fields.</param>
    /// <exception cref="ConfigurationException">An option is out of its range, or the folder holds something else or cannot be written.</exception>
    /// <exception cref="StageException">A file could not be written, as on a full disk.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Write(string folder, SimulationOptions options, IProgress<(int Done, int Total)>? progress, CancellationToken cancellation)
    {
        options.Check();
        var target = SimulationFolder.Open(folder, options);
        var names = new SimulatedNames(options.Samples, options.Fields);
        var counts = new FieldCounts[options.Samples * options.Fields];
        var done = 0;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
            CancellationToken = cancellation,
        };
        try
        {
            Parallel.For(0, counts.Length, parallel, index =>
            {
                counts[index] = WriteField(target, options, names, index);
                progress?.Report((Interlocked.Increment(ref done), counts.Length));
            });
        }
        catch (AggregateException failures) when (failures.InnerExceptions.OfType<MorphException>().FirstOrDefault() is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        target.Commit(SimulationTables.All(options, names, counts));
        target.Complete();
    }

    private static FieldCounts WriteField(SimulationFolder target, SimulationOptions options, SimulatedNames names, int index)
    {
        var (sample, field) = int.DivRem(index, options.Fields);
        string[] files = [.. SimulationOptions.Channels.Select(c => $"{names.Of(sample, field)}-{c}.{options.Extension}")];
        if (target.Holds(files))
        {
            return CountCells(options, sample, field);
        }

        var rendered = FieldRenderer.Render(options, sample, field);
        target.Commit([.. files.Select((name, channel) => (name, PlaneFileWriter.Encode(options, rendered.Image.Plane(channel))))]);
        return rendered.Counts;
    }

    private static void Check(SimulationOptions options, int sample, int field)
    {
        options.Check();
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, options.Samples);
        ArgumentOutOfRangeException.ThrowIfNegative(field);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(field, options.Fields);
    }
}
