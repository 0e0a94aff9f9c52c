namespace Morph.Analysis.Numerics;

/// <summary>
/// Loops over the fixed blocks of a range on several threads. The partition depends on the range alone, so results kept
/// per block and combined in block order are the same bytes for any number of threads.
/// </summary>
internal static class BlockedLoop
{
    /// <summary>Number of blocks of <paramref name="blockSize"/> items that cover <paramref name="items"/>.</summary>
    public static int Count(long items, int blockSize) => checked((int)((items + blockSize - 1) / blockSize));

    /// <summary>Runs <paramref name="body"/> once per block.</summary>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="threads">Most threads used; 0 for the number of cores.</param>
    /// <param name="body">Work of one block; must touch only what belongs to the block.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="OperationCanceledException">The loop was cancelled.</exception>
    public static void Run(int blocks, int threads, Action<int> body, CancellationToken cancellation = default) =>
        Run(blocks, threads, () => 0, (block, _) => body(block), cancellation);

    /// <summary>As <see cref="Run(int, int, Action{int}, CancellationToken)"/>, with working memory made once per thread.</summary>
    public static void Run<TScratch>(
        int blocks, int threads, Func<TScratch> scratch, Action<int, TScratch> body, CancellationToken cancellation = default)
    {
        if (threads == 1 || blocks <= 1)
        {
            var own = scratch();
            for (var block = 0; block < blocks; block++)
            {
                cancellation.ThrowIfCancellationRequested();
                body(block, own);
            }

            return;
        }

        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
            CancellationToken = cancellation,
        };
        Parallel.For(0, blocks, options, scratch, (block, _, own) => { body(block, own); return own; }, _ => { });
    }
}
