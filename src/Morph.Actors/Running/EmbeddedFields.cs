using Morph.Actors.Protocol;

namespace Morph.Actors.Running;

/// <summary>
/// How many fields of each sample are embedded, as the samples tell, and how many of them by this execution. A sample's first word says what was done before. A sample that
/// moved to another node counts anew there, with fields of which nobody was told; words from before may come late, and then say nothing new, or never.
/// </summary>
public sealed class EmbeddedFields
{
    private readonly Dictionary<string, int> _done = [];

    /// <summary>Takes a sample's count while it is at work.</summary>
    /// <returns>Fields by which the count grew, fewer than none where some were found damaged; and fields that this execution is now known to have computed besides.</returns>
    public (int Gained, int Computed) Advance(SampleAdvanced message)
    {
        var isKnown = _done.TryGetValue(message.Sample, out var before);
        var count = message.Computed ? Math.Max(before, message.Committed) : message.Committed;
        _done[message.Sample] = count;
        return (count - before, isKnown ? Math.Max(0, count - before) : message.Computed ? 1 : 0);
    }

    /// <summary>Takes what a sample ends with, which is complete where its last words were lost.</summary>
    /// <returns>Fields that this execution is now known to have computed besides; none of a sample that never spoke, since all of it may have been done before.</returns>
    public int End(SampleEmbedded message) =>
        Math.Max(0, message.Committed + message.Quarantined - _done.GetValueOrDefault(message.Sample, int.MaxValue));
}
