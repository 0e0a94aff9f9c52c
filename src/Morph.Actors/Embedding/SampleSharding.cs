using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Morph.Actors.Embedding;

/// <summary>How messages find the entity of a sample: every one travels in a <see cref="ShardingEnvelope"/> that names run and sample.</summary>
public sealed class SampleSharding() : HashCodeMessageExtractor(MaxShards)
{
    /// <summary>The shard type's name.</summary>
    public const string TypeName = "sample";

    private const int MaxShards = 100;

    /// <summary>The entity of a run's sample.</summary>
    public static string EntityIdOf(string runId, string sample) => $"{runId}/{sample}";

    /// <summary>Sends a message to the entity of a run's sample in the name of <paramref name="sender"/>.</summary>
    public static void Tell(ICanTell region, string runId, string sample, object message, IActorRef sender) =>
        region.Tell(new ShardingEnvelope(EntityIdOf(runId, sample), message), sender);

    /// <inheritdoc/>
    public override string? EntityId(object message) => null; // Sharding opens its own envelopes; nothing travels without one.
}
