using Morph.Domain.Runs;

namespace Morph.Domain.Work;

/// <summary>What can travel between actors or enter the journal: immutable, small, with a registered manifest.</summary>
public interface IWireMessage;

/// <summary>Name of one unit of work: a stage and what it works on.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Sample">The sample; empty for a unit of the whole run.</param>
/// <param name="Field">The field; empty for a unit of a whole sample or run.</param>
public readonly record struct UnitId(Stage Stage, string Sample = "", string Field = "")
{
    /// <summary>"embed/S01/00007": for logs and messages.</summary>
    public override string ToString() =>
        (Sample, Field) switch
        {
            ("", "") => Stage.Word(),
            (_, "") => $"{Stage.Word()}/{Sample}",
            _ => $"{Stage.Word()}/{Sample}/{Field}",
        };
}

/// <summary>
/// The fence of one attempt at a unit. Incarnations count the starts of the dispatcher and are persisted,
/// numbers count its offers: a result of any attempt but the current one is refused.
/// </summary>
/// <param name="Incarnation">Start of the dispatcher that made the offer, from 1.</param>
/// <param name="Number">Offer of that incarnation, from 1.</param>
public readonly record struct Attempt(int Incarnation, int Number);
