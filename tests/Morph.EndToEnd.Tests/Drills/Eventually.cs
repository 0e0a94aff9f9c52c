namespace Morph.EndToEnd.Tests.Drills;

/// <summary>Waits for what another process does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(60);

    /// <summary>Looks until it is so.</summary>
    /// <returns>False when it was not so within a minute.</returns>
    public static async Task<bool> IsAsync(Func<bool> isSo)
    {
        for (var waited = TimeSpan.Zero; waited < s_within; waited += TimeSpan.FromMilliseconds(50))
        {
            if (isSo())
            {
                return true;
            }

            await Task.Delay(50);
        }

        return false;
    }
}
