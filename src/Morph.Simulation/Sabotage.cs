using Akka.Actor;

namespace Morph.Simulation;

/// <summary>A message on its way from one node to another.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="From">The node that sends.</param>
/// <param name="To">The node that it goes to.</param>
/// <param name="Message">The message.</param>
public sealed record SimulatedMessage(TimeSpan At, string From, string To, object Message);

/// <summary>Spoils a simulation: a test plants a fault with it and sees that the invariants find it.</summary>
public class Sabotage
{
    /// <summary>Nothing is spoiled.</summary>
    public static Sabotage None { get; } = new();

    /// <summary>A message goes from node to node.</summary>
    /// <returns>What arrives instead; null for nothing.</returns>
    public virtual object? OnMessage(SimulatedMessage message) => message.Message;

    /// <summary>An actor is about to get a message, of its own node, of another, or from a timer.</summary>
    /// <returns>Whether it gets it.</returns>
    public virtual bool OnDelivery(IActorRef actor, object message) => true;
}
