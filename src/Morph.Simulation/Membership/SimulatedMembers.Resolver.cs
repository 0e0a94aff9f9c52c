using Morph.Domain.Runs;
using Morph.Simulation.Network;

namespace Morph.Simulation.Membership;

/// <summary>Who hears whom, and who goes on when not all do: the part of Akka's failure detector and of its split-brain resolver, keep-majority.</summary>
internal sealed partial class SimulatedMembers
{
    private TimeSpan? _firstChange;
    private int _picture;

    /// <summary>Something has happened to nodes or to the network between them: who hears whom now?</summary>
    private void Touch()
    {
        var side = SideThatGoesOn() ?? LargestSide();
        foreach (var life in _members)
        {
            var lost = life.Gone || life.Paused || life.Node.Cuts != side;
            if (lost && life.LostSince is null)
            {
                life.LostSince = cluster.Clock.Now;
                cluster.Clock.After(cluster.Options.Times.NoticedAfter + (s_learns * random.NextDouble()), Look);
            }
            else if (!lost && life.LostSince is not null)
            {
                life.LostSince = null;
                cluster.Clock.After(s_learns, Look);
            }
        }
    }

    /// <summary>The members look at each other: who has been silent for too long, who is back?</summary>
    private void Look()
    {
        var changed = false;
        foreach (var life in _members.Where(l => !l.Doomed))
        {
            var unreachable = life.LostSince is { } since && cluster.Clock.Now - since >= cluster.Options.Times.NoticedAfter;
            changed |= unreachable != life.Unreachable;
            life.Unreachable = unreachable;
        }

        if (!changed)
        {
            return;
        }

        var picture = ++_picture;
        if (!_members.Exists(IsInQuestion))
        {
            _firstChange = null;
            return;
        }

        var times = cluster.Options.Times;
        if (_firstChange is null)
        {
            var first = _firstChange = cluster.Clock.Now;
            if (times.UnstableAfter is { } unstable)
            {
                cluster.Clock.After(times.StableAfter + unstable, () =>
                {
                    if (_firstChange == first && _members.Exists(IsInQuestion))
                    {
                        cluster.Tally.Note("the picture of who is reachable does not settle: all nodes end themselves");
                        DownAll();
                    }
                });
            }
        }

        cluster.Clock.After(times.StableAfter, () =>
        {
            if (_picture == picture)
            {
                Decide();
            }
        });
    }

    private void Decide()
    {
        _firstChange = null;
        if (SideThatGoesOn() is not { } side)
        {
            cluster.Tally.Note("no side has the majority of the coordinators: all nodes end themselves");
            DownAll();
            return;
        }

        var lost = _members.Where(l => IsInQuestion(l) || (!l.Doomed && l.Node.Cuts != side)).ToList();
        foreach (var life in lost)
        {
            life.Doomed = true;
            if (life is { Gone: false, Paused: false })
            {
                Down(life);
            }
        }

        cluster.Clock.After(cluster.Options.Times.RemovedAfter, () => lost.ForEach(Remove));
    }

    private void DownAll()
    {
        _firstChange = null;
        _picture++; // What was to be decided is.
        foreach (var life in _members.Where(l => !l.Gone).ToList())
        {
            life.Doomed = true;
            if (!life.Paused)
            {
                Down(life);
            }
        }

        _members.ToList().ForEach(Remove);
    }

    private static bool IsInQuestion(NodeLife life) => life is { Unreachable: true, Doomed: false };

    /// <summary>The side that has the majority of the members that are coordinators, at a tie the one with the lowest address; null when none has.</summary>
    private ulong? SideThatGoesOn()
    {
        var coordinators = _members.Where(l => !l.Doomed && l.Node.Roles.Contains(NodeRoles.Coordinator)).ToList();
        var lowest = coordinators.MinBy(l => l.Node.Index);
        foreach (var side in coordinators.Where(Runs).GroupBy(l => l.Node.Cuts))
        {
            var (reachable, others) = (side.Count(), coordinators.Count - side.Count());
            if (reachable > others || (reachable == others && side.Contains(lowest)))
            {
                return side.Key;
            }
        }

        return null;
    }

    private ulong LargestSide() => _members.Where(Runs).GroupBy(l => l.Node.Cuts).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefault();

    private static bool Runs(NodeLife life) => life is { Gone: false, Paused: false };
}
