using Morph.Actors.Protocol;
using Morph.Domain.Work;

namespace Morph.Actors.Embedding;

/// <summary>What the entity of one sample must not forget: the last request and which fields are embedded.</summary>
/// <param name="Plan">The last request; null before the first.</param>
/// <param name="Units">The sample's fields.</param>
public sealed record SampleState(EmbedSample? Plan, UnitLedger Units)
{
    /// <summary>Before any event.</summary>
    public static SampleState Empty { get; } = new(null, UnitLedger.Empty);

    /// <summary>The state after an event of the journal.</summary>
    public SampleState Apply(IWireMessage @event) => @event switch
    {
        SamplePlanned e => this with { Plan = e.Plan },
        IUnitEvent e => this with { Units = Units.Apply(e) },
        _ => throw new InvalidOperationException($"The sample's journal holds an unknown {@event.GetType().Name}."),
    };
}
