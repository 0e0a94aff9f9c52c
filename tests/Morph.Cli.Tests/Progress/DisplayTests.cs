using System.Text.Json;
using Morph.Cli.Progress;
using Morph.Domain.Runs;
using Spectre.Console;

namespace Morph.Cli.Tests.Progress;

public sealed class DisplayTests
{
    private readonly StepClock _clock = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void Lines_tell_begin_and_end_of_a_stage_and_are_ten_seconds_apart_between()
    {
        var display = new LineDisplay(_output, _clock);
        for (var done = 0; done <= 60; done++)
        {
            display.Report(new(Stage.Train, done, 60, "steps", 0.5, TimeSpan.FromSeconds(2 * (60 - done)), "loss -0.90", 0));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        display.Report(new(Stage.Embed, 0, 3, "fields", null, null, "", 1));
        Assert.Equal(
            """
            train    0 of 60 steps, 0.5/s, about 2 min left, loss -0.90
            train    10 of 60 steps, 0.5/s, about 1 min 40 s left, loss -0.90
            train    20 of 60 steps, 0.5/s, about 1 min 20 s left, loss -0.90
            train    30 of 60 steps, 0.5/s, about 1 min left, loss -0.90
            train    40 of 60 steps, 0.5/s, about 40 s left, loss -0.90
            train    50 of 60 steps, 0.5/s, about 20 s left, loss -0.90
            train    done, 60 steps in 1 min
            embed    0 of 3 fields, 1 in quarantine

            """,
            _output.ToString(),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_stage_that_is_done_already_takes_one_line()
    {
        var display = new LineDisplay(_output, _clock);
        display.Report(new(Stage.Load, 24, 24, "fields", null, null, "", 0));
        display.Report(new(Stage.Load, 24, 24, "fields", null, null, "", 0));
        Assert.Equal("load     done, 24 fields in 0 s\n", _output.ToString());
    }

    [Fact]
    public void Json_is_one_object_per_line_with_the_numbers()
    {
        var display = new JsonDisplay(_output, _clock);
        for (var done = 0; done <= 4; done++)
        {
            display.Report(new(Stage.Mask, done, 4, "samples", 2, TimeSpan.FromSeconds(1.5), "S01", 0));
        }

        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([0, 4], lines.Select(l => l.GetProperty("done").GetInt32()));
        Assert.All(lines, l => Assert.Equal("mask", l.GetProperty("stage").GetString()));
        Assert.Equal(1.5, lines[0].GetProperty("remainingSeconds").GetDouble());
    }

    [Fact]
    public async Task The_terminal_shows_every_stage_with_bar_count_and_item_and_returns_the_result()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(_output) });
        console.Profile.Width = 120;
        var result = await new TerminalDisplay(console, TimeProvider.System).ShowAsync(progress =>
        {
            progress.Report(new(Stage.Load, 8, 8, "fields", 4, null, "", 0));
            progress.Report(new(Stage.Mask, 1, 2, "samples", 0.5, TimeSpan.FromSeconds(90), "S02 [x]", 1));
            return Task.FromResult(42);
        });

        Assert.Equal(42, result);
        var block = _output.ToString();
        Assert.Matches("load +━{24} +8/8 fields", block);
        Assert.Matches(@"mask +━{24} +1/2 samples +1 min 30 s left +0\.5/s +S02 \[x\]", block);
        Assert.Matches("quarantine +1 item, see quarantine.csv", block);
        Assert.Matches("report", block);
    }

    private sealed class StepClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
