using Morph.Domain.Runs;

namespace Morph.Cli.Progress;

/// <summary>
/// Plain lines for logs: one when a stage begins, one when it ends, and between them at most one in ten seconds.
/// </summary>
internal sealed class LineDisplay(TextWriter output, TimeProvider clock) : IRunDisplay, IProgress<RunProgress>
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private RunProgress? _last;
    private bool _ended;
    private long _began;
    private long _shown;

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(Func<IProgress<RunProgress>, Task<T>> work) => work(this);

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        lock (_gate)
        {
            if (_last?.Stage != value.Stage)
            {
                _began = clock.GetTimestamp();
                _ended = false;
                if (value.Done < value.Total)
                {
                    Show(value, ProgressText.Describe(value));
                }
            }

            _last = value;
            if (!_ended && value.Done >= value.Total)
            {
                _ended = true;
                Show(value, $"done{(value.Total == 1 ? "" : $", {ProgressText.Count(value.Total)} {value.Unit}")} in {ProgressText.Duration(clock.GetElapsedTime(_began))}");
            }
            else if (!_ended && clock.GetElapsedTime(_shown) >= Quiet)
            {
                Show(value, ProgressText.Describe(value));
            }
        }
    }

    private void Show(RunProgress progress, string text)
    {
        _shown = clock.GetTimestamp();
        output.WriteLine($"{progress.Stage.Word(),-8} {text}");
        output.Flush();
    }
}
