using Morph.Domain.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Morph.Cli.Progress;

/// <summary>One live block on a terminal: a line per stage with bar, rate, time left and the item at work; redrawn at most five times a second.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console, TimeProvider clock) : IRunDisplay
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(Func<IProgress<RunProgress>, Task<T>> work)
    {
        var board = new Board(clock);
        return console.Live(board.Draw()).AutoClear(false).StartAsync(async live =>
        {
            using var timer = clock.CreateTimer(_ => Update(live, board), null, Redraw, Redraw);
            var result = await work(board);
            Update(live, board);
            return result;
        });
    }

    private static void Update(LiveDisplayContext live, Board board)
    {
        lock (board)
        {
            live.UpdateTarget(board.Draw());
        }
    }

    /// <summary>The state shown. Reports come from any thread; drawing takes what is there.</summary>
    private sealed class Board(TimeProvider clock) : IProgress<RunProgress>
    {
        private readonly Dictionary<Stage, Line> _lines = [];
        private readonly Lock _gate = new();

        public void Report(RunProgress value)
        {
            lock (_gate)
            {
                var began = _lines.TryGetValue(value.Stage, out var line) ? line.Began : clock.GetTimestamp();
                var took = line?.Took ?? (value.Done >= value.Total ? clock.GetElapsedTime(began) : null);
                _lines[value.Stage] = new(value, began, took);
            }
        }

        public IRenderable Draw()
        {
            var grid = new Grid().AddColumns(5);
            lock (_gate)
            {
                foreach (var stage in StageNames.All)
                {
                    grid.AddRow(_lines.TryGetValue(stage, out var line) ? Cells(line) : [new Markup($"[grey]{stage.Word()}[/]"), Text.Empty, Text.Empty, Text.Empty, Text.Empty]);
                }

                if (_lines.Values.Select(l => l.Progress.Quarantined).DefaultIfEmpty().Max() is > 0 and var quarantined)
                {
                    grid.AddRow(new Markup("[red]quarantine[/]"), new Markup($"[red]{ProgressText.Count(quarantined, "item")}, see quarantine.csv[/]"), Text.Empty, Text.Empty, Text.Empty);
                }
            }

            return grid;
        }

        private static IRenderable[] Cells(Line line)
        {
            var progress = line.Progress;
            var share = progress.Total == 0 ? 1 : Math.Clamp((double)progress.Done / progress.Total, 0, 1);
            var full = (int)(share * BarWidth);
            var done = line.Took is not null;
            var name = done ? $"[green]{progress.Stage.Word()}[/]" : $"[bold]{progress.Stage.Word()}[/]";
            var left = line.Took is { } took
                ? ProgressText.Duration(took)
                : progress.Remaining is { } remaining ? $"{ProgressText.Duration(remaining)} left" : "";
            return
            [
                new Markup(name),
                new Markup($"[{(done ? "green" : "blue")}]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/]"),
                new Text(progress.Total == 1 ? "" : $"{ProgressText.Count(progress.Done)}/{ProgressText.Count(progress.Total)} {progress.Unit}"),
                new Text(left),
                new Text(done ? "" : $"{(progress.RatePerSecond is > 0 and { } rate ? ProgressText.Rate(rate) + "  " : "")}{progress.Current}") { Overflow = Overflow.Ellipsis },
            ];
        }

        private sealed record Line(RunProgress Progress, long Began, TimeSpan? Took);
    }
}
