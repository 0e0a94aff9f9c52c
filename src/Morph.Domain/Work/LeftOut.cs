namespace Morph.Domain.Work;

/// <summary>
/// Which items of a list that both sides know are left out: one bit each, so that a message about a million fields stays small.
/// </summary>
/// <param name="Bits">Base64 of the bits, the first item in the lowest bit of the first byte, without zero bytes at the end; empty for none.</param>
public sealed record LeftOut(string Bits)
{
    private readonly byte[] _bits = Convert.FromBase64String(Bits);

    /// <summary>Nothing is left out.</summary>
    public static LeftOut None { get; } = new("");

    /// <summary>Notes for each item, in the order of the list, whether it is left out.</summary>
    public static LeftOut Of(IEnumerable<bool> isOut)
    {
        var bits = new List<byte>();
        var index = 0;
        foreach (var isLeftOut in isOut)
        {
            if (isLeftOut)
            {
                while (bits.Count <= index / 8)
                {
                    bits.Add(0);
                }

                bits[index / 8] |= (byte)(1 << (index % 8));
            }

            index++;
        }

        return bits.Count == 0 ? None : new(Convert.ToBase64String([.. bits]));
    }

    /// <summary>Whether the item at this position is left out.</summary>
    public bool Contains(int index) => index / 8 < _bits.Length && (_bits[index / 8] & (1 << (index % 8))) != 0;

    /// <inheritdoc/>
    public bool Equals(LeftOut? other) => other is not null && Bits == other.Bits;

    /// <inheritdoc/>
    public override int GetHashCode() => Bits.GetHashCode(StringComparison.Ordinal);
}
