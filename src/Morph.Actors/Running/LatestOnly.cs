namespace Morph.Actors.Running;

/// <summary>Makes a value for a key and keeps it until another key is asked for: a node is at one run at a time, and forgets the one before.</summary>
/// <param name="make">Makes the value of a key.</param>
public sealed class LatestOnly<TKey, TValue>(Func<TKey, TValue> make)
    where TKey : notnull
{
    private readonly Lock _making = new();
    private (TKey Key, TValue Value)? _latest;

    /// <summary>The value of a key; made when the key is not the latest.</summary>
    public TValue Of(TKey key)
    {
        lock (_making)
        {
            if (_latest is not { } latest || !latest.Key.Equals(key))
            {
                _latest = latest = (key, make(key));
            }

            return latest.Value;
        }
    }
}
