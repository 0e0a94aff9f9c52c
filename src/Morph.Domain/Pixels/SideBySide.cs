namespace Morph.Domain.Pixels;

/// <summary>Reads several fields at a time.</summary>
public static class SideBySide
{
    /// <summary>Reads each item, up to so many at a time; all are tried, and of several failures that of the first item is thrown, as a plain loop would.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="threads">Most items at a time; 0 for the number of cores.</param>
    /// <param name="read">Reads the item of a number; safe for use by several threads.</param>
    /// <param name="cancellation">Stops between items.</param>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static void Read(int count, int threads, Action<int> read, CancellationToken cancellation = default)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };

        // A task keeps the failure of its item.
        var items = new Task[count];
        Parallel.For(0, count, options, i => (items[i] = new Task(() => read(i))).RunSynchronously(TaskScheduler.Default));
        foreach (var item in items)
        {
            item.GetAwaiter().GetResult();
        }
    }
}
