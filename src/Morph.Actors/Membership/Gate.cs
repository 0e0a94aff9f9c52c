using Akka.Actor;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Membership;

/// <summary>
/// The door of a node, at a path that everybody knows: answers nodes that want to join, and passes on to the queue of runs what the commands
/// submit, follow, cancel and ask.
/// </summary>
public sealed class Gate : ReceiveActor
{
    /// <summary>The actor's name below <c>/user</c>.</summary>
    public const string Name = "gate";

    private readonly JoinTerms _terms;
    private readonly IMembers _members;
    private ICanTell? _queue;

    /// <summary>Creates the door; it is closed until <see cref="Opened"/>.</summary>
    /// <param name="terms">What members must have in common with this node.</param>
    /// <param name="members">The members.</param>
    public Gate(JoinTerms terms, IMembers members)
    {
        (_terms, _members) = (terms, members);
        Receive<Opened>(m => _queue = m.Queue);
        Receive<AskToJoin>(m => Sender.Tell(new JoinAnswer(_queue is not null, _terms.Refusal(m.Terms))));
        Receive<GetTerms>(_ => Sender.Tell(_terms));
        Receive<GetClusterStatus>(Ask);
        Receive<SubmitRun>(m => Pass(m, m.Start.Run.RunId));
        Receive<FollowRun>(m => Pass(m, m.RunId));
        Receive<CancelRun>(m => Pass(m, m.RunId));
    }

    /// <summary>The address of a node's door.</summary>
    /// <param name="node">"host:port".</param>
    public static string PathOf(string node) => $"akka.tcp://morph@{node}/user/{Name}";

    private void Ask(GetClusterStatus message)
    {
        if (Closed() is { Length: > 0 } reason)
        {
            Sender.Tell(new ClusterStatus([.. _members.All], [], [reason]));
        }
        else
        {
            _queue!.Tell(message, Sender);
        }
    }

    private void Pass(IWireMessage message, string runId)
    {
        if (Closed() is { Length: > 0 } reason)
        {
            Sender.Tell(new RunRefused(runId, reason));
        }
        else
        {
            _queue!.Tell(message, Sender);
        }
    }

    private string Closed() =>
        _queue is null ? $"{_terms.Node} is not a member of a cluster yet; its log and its /ready tell what it waits for."
        : !_members.Has(NodeRoles.Coordinator) ? $"No node with the role {NodeRoles.Coordinator} is in the cluster: start one with 'morph node --role {NodeRoles.Coordinator}'."
        : "";

    /// <summary>To the door, inside its node: the node is a member, and this is the way to the queue of runs.</summary>
    /// <param name="Queue">The queue.</param>
    public sealed record Opened(ICanTell Queue);
}
