using Akka.Configuration;
using Morph.Actors.Hosting;

namespace Morph.Simulation;

/// <summary>How soon a cluster notices what happens to its nodes, and acts on it.</summary>
/// <param name="NoticedAfter">Silence after which a node counts as unreachable.</param>
/// <param name="StableAfter">How long that picture must be unchanged before the two sides decide who goes on; the losing side ends itself then.</param>
/// <param name="RemovedAfter">How long after the decision the losing side's nodes are no members any more, and what they had moves.</param>
/// <param name="UnstableAfter">A picture that is still changing so long after <paramref name="StableAfter"/> ends all sides; null for never.</param>
/// <param name="Drain">How long a node that leaves may take to end its units.</param>
public sealed record ClusterTimes(TimeSpan NoticedAfter, TimeSpan StableAfter, TimeSpan RemovedAfter, TimeSpan? UnstableAfter, TimeSpan Drain)
{
    /// <summary>What <c>hocon/cluster.conf</c> sets.</summary>
    public static ClusterTimes Configured { get; } = Read(ConfigurationFactory.ParseString(AkkaConfiguration.Text("cluster.conf")).GetConfig("akka"));

    /// <summary>The configured times with another <see cref="StableAfter"/>, and all that follows from it.</summary>
    public static ClusterTimes With(TimeSpan stableAfter) => Configured with
    {
        StableAfter = stableAfter,
        RemovedAfter = stableAfter,
        UnstableAfter = UnstableAfterOf(stableAfter),
    };

    private static ClusterTimes Read(Config akka)
    {
        var stable = akka.GetTimeSpan("cluster.split-brain-resolver.stable-after");
        return new(
            akka.GetTimeSpan("cluster.failure-detector.acceptable-heartbeat-pause") + akka.GetTimeSpan("cluster.failure-detector.heartbeat-interval"),
            stable,
            stable,
            UnstableAfterOf(stable),
            akka.GetTimeSpan("coordinated-shutdown.phases.morph-drain.timeout"));
    }

    /// <summary>Akka's rule for <c>down-all-when-unstable = on</c>: three quarters of <c>stable-after</c>, at least 4 s.</summary>
    private static TimeSpan UnstableAfterOf(TimeSpan stableAfter) =>
        stableAfter * 0.75 > TimeSpan.FromSeconds(4) ? stableAfter * 0.75 : TimeSpan.FromSeconds(4);
}
