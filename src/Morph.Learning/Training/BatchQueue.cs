namespace Morph.Learning.Training;

/// <summary>The random batches of a training in the order of its steps: while one step computes, the next one's fields are read and cut. Used by one thread.</summary>
/// <param name="reader">Reads batches.</param>
/// <param name="steps">Steps in all.</param>
internal sealed class BatchQueue(BatchReader reader, int steps)
{
    private (int Step, Task<BatchPixels> Pixels)? _ahead;

    /// <summary>The batch of a step, from 1; a function of seed and step alone. After a failure the same step can be asked for again.</summary>
    /// <exception cref="Domain.Errors.ImageException">A field cannot be read, or has another shape than planned.</exception>
    /// <exception cref="Domain.Errors.ArtifactException">A mask cannot be read, or has another shape than its field.</exception>
    public BatchPixels Take(int step)
    {
        var batch = _ahead is { } ahead && ahead.Step == step ? ahead.Pixels : Begin(step);
        _ahead = null;
        var pixels = batch.GetAwaiter().GetResult();
        if (step < steps)
        {
            _ahead = (step + 1, Begin(step + 1));
        }

        return pixels;
    }

    private Task<BatchPixels> Begin(int step) => Task.Run(() => reader.Random(step));
}
