using System.Collections.Immutable;
using Akka.Actor;
using Morph.Actors.Dispatching;
using Morph.Actors.Hosting;
using Morph.Actors.Protocol;
using Morph.Domain.Runs;
using Morph.Domain.Work;
using Morph.Simulation.Invariants;
using Morph.Simulation.Ledger;
using Morph.Simulation.Membership;
using Morph.Simulation.Results;
using Morph.Simulation.Schedules;

namespace Morph.Simulation;

/// <summary>Simulates a run on a cluster. The same options and schedule give the same course, entry for entry.</summary>
public static class ClusterSimulation
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Simulates from the start of the nodes to the end of the run, or until an invariant is broken.</summary>
    /// <param name="options">The cluster and the run.</param>
    /// <param name="schedule">What happens to it.</param>
    /// <param name="sabotage">What is spoiled; nothing by default.</param>
    /// <param name="stop">Gives the simulation up.</param>
    public static SimulationOutcome Run(SimulationOptions options, SimulationSchedule schedule, Sabotage? sabotage = null, CancellationToken stop = default)
    {
        // Answers of simulated work are handled where they are made; a test's context would post them to a thread of the pool.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return new Course(new(options, sabotage ?? Sabotage.None), schedule, stop).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>One simulation on its way.</summary>
    private sealed class Course(SimulatedCluster cluster, SimulationSchedule schedule, CancellationToken stop) : IProgress<RunProgress>
    {
        private readonly TaskCompletionSource<RunFinished> _ended = new();
        private IActorRef _looker = ActorRefs.Nobody;
        private int _cuts;
        private TimeSpan _sampleEvery = TimeSpan.FromSeconds(1);

        public SimulationOutcome Run()
        {
            foreach (var node in cluster.Nodes)
            {
                cluster.Members.Start(node, node.Index == 0 ? TimeSpan.Zero : cluster.Options.NodeStart);
            }

            cluster.Shards.Start();
            Submit();
            foreach (var @event in schedule.Events)
            {
                cluster.Clock.At(@event.At, () => Happen(@event));
            }

            Look();
            Sample();
            while (!_ended.Task.IsCompleted && cluster.Invariants.Broken is null)
            {
                stop.ThrowIfCancellationRequested();
                cluster.Clock.Step();
            }

            if (cluster.Invariants.Broken is null)
            {
                End(_ended.Task.Result);
            }

            cluster.Tally.Settle();
            cluster.Tally.Sample();
            return Outcome();
        }

        void IProgress<RunProgress>.Report(RunProgress value)
        {
        }

        private void Submit()
        {
            var start = new StartRun(SimulatedRunStore.Reference, Stage.Report, cluster.Options.Work);
            var accepted = new TaskCompletionSource<RunAccepted>();
            cluster.Client("client", life => NodeActor.PropsOf(() => new RunObserver(
                new QueueProxy(cluster, life, life.Actor), new SubmitRun(start, SimulatedCluster.Version), start.Run.RunId, this, accepted, _ended)));
            _looker = cluster.Client("looker", _ => NodeActor.PropsOf(() => new Looker(cluster)));
        }

        /// <summary>Looks at the dispatcher, and whether the run gets on.</summary>
        private void Look()
        {
            cluster.Dispatcher?.Tell(new GetDispatchState(), _looker);
            if (cluster.Clock.Now - cluster.Ledger.LastEntry > cluster.Options.StuckAfter && cluster.Clock.Now - schedule.Ends > cluster.Options.StuckAfter)
            {
                cluster.Invariants.Break(Invariant.Progress, $"the ledger got its last entry {cluster.Ledger.LastEntry.TotalSeconds:0} s after the begin");
            }

            if (cluster.Clock.Now > cluster.Options.Limit)
            {
                cluster.Invariants.Break(Invariant.Progress, $"the run is not at its end after {cluster.Options.Limit}");
            }

            cluster.Clock.After(s_lookEvery, Look);
        }

        private void Sample()
        {
            cluster.Tally.Sample();
            if (cluster.Tally.Timeline.Count > 2000)
            {
                cluster.Tally.Thin();
                _sampleEvery *= 2;
            }

            cluster.Clock.After(_sampleEvery, Sample);
        }

        private void Happen(SimulationEvent @event)
        {
            var nodes = @event.Nodes.Where(n => n >= 0 && n < cluster.Nodes.Length).Select(n => cluster.Nodes[n]).ToList();
            var lives = nodes.Select(n => n.Life).Where(l => l is { Gone: false }).Select(l => l!).ToList();
            cluster.Tally.Note(@event.ToString());
            switch (@event.Kind)
            {
                case SimulationEventKind.Crash:
                    lives.ForEach(cluster.Members.Crash);
                    break;
                case SimulationEventKind.Join:
                    nodes.ForEach(n => cluster.Members.Start(n, cluster.Options.NodeStart));
                    break;
                case SimulationEventKind.Leave:
                    lives.ForEach(cluster.Members.Leave);
                    break;
                case SimulationEventKind.Pause:
                    lives.ForEach(l => cluster.Members.Pause(l, @event.For));
                    break;
                case SimulationEventKind.Partition:
                    lives.ForEach(cluster.Tally.Disturbed);
                    cluster.Members.Cut(nodes, _cuts++ % 64, @event.For);
                    break;
                case SimulationEventKind.Loss:
                    cluster.Network.Loss = @event.Share;
                    cluster.Clock.After(@event.For, () => cluster.Network.Loss = 0);
                    break;
                case SimulationEventKind.Outage:
                    cluster.Ledger.Down = true;
                    cluster.Clock.After(@event.For, () => cluster.Ledger.Down = false);
                    break;
            }

            cluster.Dispatcher?.Tell(new GetDispatchState(), _looker);
        }

        private void End(RunFinished finished)
        {
            if (finished.ExitCode != Domain.Errors.ExitCode.Done)
            {
                cluster.Invariants.Break(Invariant.Progress, $"the run ended with '{finished.Message}'");
            }
            else
            {
                cluster.Invariants.AtEnd();
            }
        }

        private SimulationOutcome Outcome()
        {
            var tally = cluster.Tally;
            return new()
            {
                Violation = cluster.Invariants.Broken,
                Result = _ended.Task.IsCompletedSuccessfully ? _ended.Task.Result.ExitCode.ToString() : "",
                Took = cluster.Clock.Now,
                Stages = tally.Stages.ToImmutableSortedDictionary(s => s.Key, s => s.Value.Ended - s.Value.Began),
                Committed = cluster.Invariants.Committed,
                Repeated = tally.Repeated,
                Returned = tally.ReturnedCount,
                LivesLost = tally.LivesLost,
                Executions = cluster.Ledger.Events.Count(e => e is RunStarted),
                NodeHours = tally.NodeSeconds / 3600,
                Utilisation = tally.NodeSeconds > 0 ? tally.BusySeconds / tally.NodeSeconds : 0,
                Messages = cluster.Network.Sent,
                MessagesLost = cluster.Network.Lost,
                RefusedWrites = cluster.Ledger.Refused,
                Trace = cluster.Trace.ToString(),
                Timeline = [.. tally.Timeline],
                Notes = [.. tally.Notes],
            };
        }

        /// <summary>Passes the dispatcher's state on to those who check it.</summary>
        private sealed class Looker : ReceiveActor
        {
            public Looker(SimulatedCluster cluster) => Receive<DispatchState>(cluster.Invariants.OnDispatch);
        }
    }
}
