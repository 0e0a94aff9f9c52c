using Akka.Dispatch;

namespace Morph.Simulation.Clock;

/// <summary>
/// The one queue of everything that actors are to run. One thread empties it, first come first served, so that the same messages are always handled in
/// the same order. Akka.TestKit's CallingThreadDispatcher has one thread, too, but runs the receiver inside the sender's own turn: nested, and not as in life.
/// </summary>
internal sealed class Pump
{
    private readonly Queue<IRunnable> _waiting = [];

    /// <summary>Runs something after all that waits.</summary>
    public void Add(IRunnable runnable) => _waiting.Enqueue(runnable);

    /// <summary>Runs all that waits and all that comes of it.</summary>
    public void Drain()
    {
        while (_waiting.TryDequeue(out var runnable))
        {
            runnable.Run();
        }
    }
}
