using Morph.Actors.Working;
using Morph.Domain.Work;

namespace Morph.Actors.Isolation;

/// <summary>Computes a unit where it can harm nothing but itself.</summary>
public interface IUnitIsolation
{
    /// <summary>Computes a unit, after others that are being computed so: two at once could not be told apart when memory runs out.</summary>
    /// <exception cref="OperationCanceledException">It was given back because <see cref="UnitContext.Stop"/> was asked for.</exception>
    IsolatedEnd Execute(WorkOrder order, UnitContext context);
}

/// <summary>How an isolated attempt ended; also what the process of its own says about it.</summary>
/// <param name="Result">What came out; null when it failed.</param>
/// <param name="Kind">What the failure means for the run.</param>
/// <param name="Reason">Why it failed, for people; empty when it did not.</param>
/// <param name="Foreseen">False when the process died, hung, or failed in a way that nobody foresaw: the unit stays suspect.</param>
public sealed record IsolatedEnd(UnitResult? Result, FailureKind Kind, string Reason, bool Foreseen)
{
    /// <summary>The end of an attempt that came to a result.</summary>
    public static IsolatedEnd Done(UnitResult result) => new(result, default, "", Foreseen: true);

    /// <summary>The end of an attempt that only this unit can be blamed for.</summary>
    public static IsolatedEnd Blamed(string reason) => new(null, FailureKind.Item, reason, Foreseen: false);
}
