using System.Text.Json;
using Morph.Domain.Runs;

namespace Morph.Cli.Progress;

/// <summary>
/// One JSON object per line for programs: at the begin and end of a stage, and between them at most one in a second.
/// </summary>
internal sealed class JsonDisplay(TextWriter output, TimeProvider clock) : IRunDisplay, IProgress<RunProgress>
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Stage? _stage;
    private bool _ended;
    private long _shown;

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(Func<IProgress<RunProgress>, Task<T>> work) => work(this);

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        lock (_gate)
        {
            var begins = _stage != value.Stage;
            _ended = !begins && _ended;
            var ends = !_ended && value.Done >= value.Total;
            if (begins || ends || clock.GetElapsedTime(_shown) >= Quiet)
            {
                _stage = value.Stage;
                _ended |= ends;
                _shown = clock.GetTimestamp();
                output.WriteLine(JsonSerializer.Serialize(
                    new
                    {
                        Event = "progress",
                        Stage = value.Stage.Word(),
                        value.Done,
                        value.Total,
                        value.Unit,
                        value.RatePerSecond,
                        RemainingSeconds = value.Remaining?.TotalSeconds,
                        value.Current,
                        value.Quarantined,
                    },
                    JsonText.Line));
                output.Flush();
            }
        }
    }
}
