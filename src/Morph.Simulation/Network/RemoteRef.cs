using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Morph.Simulation.Network;

/// <summary>
/// An actor of another node as one node sees it: what is told to it travels through the network, and so does the news of its end. It has the actor's own
/// path, so that both are equal.
/// </summary>
/// <param name="viewer">The node that sees it.</param>
/// <param name="home">The node that it lives on.</param>
/// <param name="target">The actor.</param>
/// <param name="network">What lies between.</param>
internal sealed class RemoteRef(NodeLife viewer, NodeLife home, IInternalActorRef target, SimulatedNetwork network) : MinimalActorRef
{
    private readonly List<IInternalActorRef> _watchers = [];
    private bool _dead;

    /// <summary>The actor.</summary>
    public IInternalActorRef Target => target;

    /// <summary>The node that it lives on.</summary>
    public NodeLife Home => home;

    /// <inheritdoc/>
    public override ActorPath Path => target.Path;

    /// <inheritdoc/>
    public override IActorRefProvider Provider => target.Provider;

    /// <summary>The viewer has learned that the actor is no more: those who watch it are told.</summary>
    public void Die()
    {
        _dead = true;
        foreach (var watcher in _watchers)
        {
            Tell(watcher);
        }

        _watchers.Clear();
    }

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when _dead:
                Tell(watch.Watcher);
                break;
            case Watch watch when !_watchers.Contains(watch.Watcher):
                _watchers.Add(watch.Watcher);
                break;
            case Unwatch unwatch:
                _watchers.Remove(unwatch.Watcher);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender) => network.Send(viewer, home, target, message, sender);

    private void Tell(IInternalActorRef watcher) => watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));
}
