// The thousand seeds take all cores, and the million windows are timed.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
