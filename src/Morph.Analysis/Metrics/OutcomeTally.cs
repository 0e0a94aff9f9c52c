namespace Morph.Analysis.Metrics;

/// <summary>How many questions each unit (a field, a sample) was asked, and how many it answered rightly.</summary>
public sealed class OutcomeTally
{
    private readonly int[] _right;
    private readonly int[] _asked;

    /// <summary>Counts.</summary>
    /// <param name="outcomes">Right, wrong, or null for not asked.</param>
    /// <param name="unitOf">The unit of each, 0 to <paramref name="units"/> - 1.</param>
    /// <param name="units">Number of units.</param>
    /// <exception cref="ArgumentException">Not one unit per outcome.</exception>
    public OutcomeTally(IReadOnlyList<bool?> outcomes, IReadOnlyList<int> unitOf, int units)
    {
        if (outcomes.Count != unitOf.Count)
        {
            throw new ArgumentException($"One unit per outcome is needed; there are {outcomes.Count} outcomes and {unitOf.Count} units.", nameof(unitOf));
        }

        (_right, _asked) = (new int[units], new int[units]);
        for (var i = 0; i < outcomes.Count; i++)
        {
            _right[unitOf[i]] += outcomes[i] == true ? 1 : 0;
            _asked[unitOf[i]] += outcomes[i] is null ? 0 : 1;
        }
    }

    /// <summary>Questions asked of all units together.</summary>
    public int Asked => _asked.Sum();

    /// <summary>Share of right answers where each unit counts so many times; not a number if nothing was asked.</summary>
    /// <param name="times">How often each unit counts.</param>
    public double Share(IReadOnlyList<int> times)
    {
        long right = 0, asked = 0;
        for (var unit = 0; unit < _asked.Length; unit++)
        {
            right += (long)times[unit] * _right[unit];
            asked += (long)times[unit] * _asked[unit];
        }

        return asked == 0 ? double.NaN : (double)right / asked;
    }
}
