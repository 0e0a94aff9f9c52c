using System.Diagnostics.Metrics;
using Morph.Actors.Metrics;
using Morph.Domain.Runs;

namespace Morph.Actors.Tests.Metrics;

public sealed class MorphMetricsTests : IDisposable
{
    private readonly string _node = $"node-{Guid.NewGuid():N}";
    private readonly List<(string Name, double Value, string Labels)> _heard = [];
    private readonly MeterListener _listener = new() { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == MorphMetrics.MeterName) { listener.EnableMeasurementEvents(instrument); } } };

    public MorphMetricsTests()
    {
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Hear(instrument, value, labels));
        _listener.SetMeasurementEventCallback<int>((instrument, value, labels, _) => Hear(instrument, value, labels));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Hear(instrument, value, labels));
        _listener.Start();
    }

    [Fact]
    public void What_is_reported_is_counted_by_stage()
    {
        MorphMetrics.UnitCommitted(Stage.Embed, _node);
        MorphMetrics.UnitFailed(Stage.Load);
        MorphMetrics.UnitReturned(Stage.Train);
        MorphMetrics.LeaseExpired(Stage.Mask);
        MorphMetrics.UnitTook(Stage.Embed, TimeSpan.FromMilliseconds(1500));

        // Other tests of this process count, too: ours are among what was heard.
        Assert.Contains(("morph.units.committed", 1, $"stage=embed,node={_node}"), Heard());
        Assert.Contains(("morph.units.failed", 1, "stage=load"), Heard());
        Assert.Contains(("morph.units.returned", 1, "stage=train"), Heard());
        Assert.Contains(("morph.leases.expired", 1, "stage=mask"), Heard());
        Assert.Contains(("morph.unit.duration", 1.5, "stage=embed"), Heard());
    }

    [Fact]
    public void What_only_one_node_knows_is_shown_by_that_node_alone()
    {
        MorphMetrics.Load = () => [new(Stage.Load, 7, 2), new(Stage.Embed, 40, 4)];
        MorphMetrics.RunsQueued = () => 3;
        MorphMetrics.NodesUp = () => 5;
        MorphMetrics.Training = () => new(120, -1.25);
        _listener.RecordObservableInstruments();
        Assert.Equal(
            [
                ("morph.nodes.up", 5, ""), ("morph.runs.queued", 3, ""), ("morph.training.loss", -1.25, ""), ("morph.training.step", 120, ""),
                ("morph.units.waiting", 40, "stage=embed"), ("morph.units.waiting", 7, "stage=load"), ("morph.units.working", 4, "stage=embed"), ("morph.units.working", 2, "stage=load"),
            ],
            Gauges());

        Forget();
        MorphMetrics.Training = () => null;
        _heard.Clear();
        _listener.RecordObservableInstruments();
        Assert.Empty(Gauges());
    }

    public void Dispose()
    {
        Forget();
        _listener.Dispose();
    }

    private static void Forget() => (MorphMetrics.Load, MorphMetrics.RunsQueued, MorphMetrics.NodesUp, MorphMetrics.Training) = (null, null, null, null);

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_heard)
        {
            _heard.Add((instrument.Name, value, string.Join(',', labels.ToArray().Select(l => $"{l.Key}={l.Value}"))));
        }
    }

    private List<(string Name, double Value, string Labels)> Heard()
    {
        lock (_heard)
        {
            return [.. _heard];
        }
    }

    private IEnumerable<(string Name, double Value, string Labels)> Gauges() =>
        Heard().Where(h => h.Name is "morph.nodes.up" or "morph.runs.queued" || h.Name.StartsWith("morph.training", StringComparison.Ordinal) || h.Name is "morph.units.waiting" or "morph.units.working")
            .OrderBy(h => h.Name, StringComparer.Ordinal).ThenBy(h => h.Labels, StringComparer.Ordinal);
}
