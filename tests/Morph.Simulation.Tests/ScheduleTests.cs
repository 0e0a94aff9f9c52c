using Morph.Simulation.Schedules;

namespace Morph.Simulation.Tests;

public class ScheduleTests
{
    [Fact]
    public void A_schedule_is_read_as_it_was_written()
    {
        for (var seed = 1L; seed <= 50; seed++)
        {
            var schedule = RoughRuns.Schedule(seed);
            Assert.Equal(schedule, SimulationSchedule.Parse(schedule.ToString()));
        }

        Assert.Equal(RoughRuns.Schedule(7), RoughRuns.Schedule(7));
        Assert.NotEqual(RoughRuns.Schedule(7), RoughRuns.Schedule(8));
    }

    [Fact]
    public void Events_are_lines_that_people_can_write()
    {
        var schedule = SimulationSchedule.Parse("""
            # the second coordinator goes, then the network
            30s partition nodes 1,2 for 40.5s
            12.25s crash nodes 1
            50s loss share 0.05 for 10s
            """);
        Assert.Equal(
            [
                new(TimeSpan.FromSeconds(12.25), SimulationEventKind.Crash, [1]),
                new(TimeSpan.FromSeconds(30), SimulationEventKind.Partition, [1, 2], TimeSpan.FromSeconds(40.5)),
                new(TimeSpan.FromSeconds(50), SimulationEventKind.Loss, [], TimeSpan.FromSeconds(10), 0.05),
            ],
            schedule.Events.AsEnumerable());
        Assert.Equal(TimeSpan.FromSeconds(70.5), schedule.Ends);
    }

    [Theory]
    [InlineData("12s")]
    [InlineData("12s explode nodes 3")]
    [InlineData("soon crash nodes 3")]
    [InlineData("12s crash nodes three")]
    public void A_line_that_is_no_event_is_refused_by_name(string line) =>
        Assert.Contains(line, Assert.Throws<FormatException>(() => SimulationSchedule.Parse(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_breaks_is_started_again()
    {
        for (var seed = 1L; seed <= 50; seed++)
        {
            var events = RoughRuns.Schedule(seed).Events;
            Assert.All(
                events.Where(e => e.Kind is SimulationEventKind.Crash or SimulationEventKind.Leave),
                e => Assert.Contains(events, j => j.Kind == SimulationEventKind.Join && j.Nodes[0] == e.Nodes[0] && j.At > e.At));
        }
    }

    [Fact]
    public void The_mean_number_of_crashes_is_that_of_the_machines()
    {
        var rates = FaultRates.OfMachines(200, TimeSpan.FromHours(2), TimeSpan.FromMinutes(5), TimeSpan.FromHours(10));
        var crashes = Enumerable.Range(1, 20).Average(seed => rates.Draw(seed, 200).Events.Count(e => e.Kind == SimulationEventKind.Crash));
        Assert.InRange(crashes, 970, 1030);
    }

    [Fact]
    public void Shrinking_keeps_only_what_is_needed()
    {
        var schedule = SimulationSchedule.Of(
        [
            .. Enumerable.Range(0, 20).Select(i => new SimulationEvent(TimeSpan.FromSeconds(i), SimulationEventKind.Crash, [i])),
            new(TimeSpan.FromSeconds(50), SimulationEventKind.Partition, [.. Enumerable.Range(0, 40)], TimeSpan.FromSeconds(64)),
        ]);
        var shrinker = new ScheduleShrinker(s =>
            s.Events.Any(e => e.Kind == SimulationEventKind.Crash && e.Nodes[0] == 13)
            && s.Events.Any(e => e.Kind == SimulationEventKind.Partition && e.Nodes.Contains(7) && e.For >= TimeSpan.FromSeconds(10)));
        var shortest = shrinker.Shrink(schedule);
        Assert.Equal("13s crash nodes 13\n50s partition nodes 7 for 16s", shortest.ToString());
        Assert.InRange(shrinker.Tried, 1, 120);
    }
}
