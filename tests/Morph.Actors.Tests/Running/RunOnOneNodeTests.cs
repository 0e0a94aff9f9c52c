using System.Collections.Concurrent;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Actors.Tests.Fakes;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Tests.Running;

public sealed class RunOnOneNodeTests : IDisposable
{
    private const int Samples = 4;
    private const int Fields = 3;
    private const int AllUnits = Samples * Fields + Samples + 1 + Samples * Fields + 3;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<UnitId> _computed = [];
    private readonly MemoryRunStore _store = new(MemoryRunStore.Definition(Samples, Fields));

    private string Journal => _folder.File("journal.db");

    public void Dispose() => _folder.Dispose();

    private static RunFinished Finished(ExitCode exitCode, int unitsDone) => new(MemoryRunStore.Reference.RunId, exitCode, "", unitsDone);

    [Fact]
    public async Task A_run_computes_every_unit_once_and_the_next_one_nothing()
    {
        await using (var node = await OneNode.StartAsync(Journal, _store, _computed))
        {
            Assert.Equal(Finished(ExitCode.Done, AllUnits), await node.RunAsync());
            Assert.Equal(AllUnits, _computed.Distinct().Count());
            Assert.Equal(AllUnits, _computed.Count);
            Assert.Equal(StageNames.All.ToHashSet(), (await node.LedgerAsync()).Stages.Keys.ToHashSet());
            Assert.Equal(Finished(ExitCode.Done, 0), await node.RunAsync());
        }

        await using var later = await OneNode.StartAsync(Journal, _store, _computed);
        Assert.Equal(Finished(ExitCode.Done, 0), await later.RunAsync());
        Assert.Equal(AllUnits, _computed.Count);
    }

    [Fact]
    public async Task A_damaged_artifact_is_done_again_alone()
    {
        await using var node = await OneNode.StartAsync(Journal, _store, _computed);
        await node.RunAsync();
        _store.Damaged.Add("embed/S01/01002");
        var ended = await node.RunAsync();
        Assert.Equal(Finished(ExitCode.Done, 1), ended);
        Assert.Equal(new UnitId(Stage.Embed, "S01", "01002"), _computed.Last());
    }

    [Fact]
    public async Task A_field_that_cannot_be_read_is_quarantined_after_its_attempts_and_the_run_goes_on()
    {
        await using var node = await OneNode.StartAsync(Journal, _store, _computed, (order, _) =>
            order.Unit is { Stage: Stage.Load, Field: "02001" } ? throw new ImageException("02001-DNA.png is cut short.") : null);
        var ended = await node.RunAsync();
        Assert.Equal(ExitCode.Done, ended.ExitCode);
        Assert.Equal(3, _computed.Count(u => u is { Stage: Stage.Load, Field: "02001" }));
        Assert.DoesNotContain(_computed, u => u is { Stage: Stage.Embed, Field: "02001" });
        Assert.Equal([new QuarantinedItem(Stage.Load, "S02", "02001", 3, "02001-DNA.png is cut short.")], (await node.LedgerAsync()).Quarantined);
    }

    [Fact]
    public async Task What_is_in_quarantine_is_tried_again_once_for_each_wish_and_only_then()
    {
        var poisoned = new ConcurrentDictionary<UnitId, bool>
        {
            [new(Stage.Load, "S02", "02001")] = true,
            [new(Stage.Embed, "S01", "01002")] = true,
        };
        int Tries(UnitId unit) => _computed.Count(u => u == unit);
        await using var node = await OneNode.StartAsync(
            Journal, _store, _computed, (order, _) => poisoned.ContainsKey(order.Unit) ? throw new ImageException("cut short.") : null);
        await node.RunAsync();
        await node.RunAsync();
        Assert.All(poisoned.Keys, u => Assert.Equal(3, Tries(u)));

        // They are still bad.
        await node.RunAsync(retry: DateTimeOffset.UnixEpoch);
        await node.RunAsync(retry: DateTimeOffset.UnixEpoch);
        Assert.All(poisoned.Keys, u => Assert.Equal(6, Tries(u)));
        Assert.Equal(2, (await node.LedgerAsync()).Quarantined.Count);

        poisoned.Clear();
        Assert.Equal(ExitCode.Done, (await node.RunAsync(retry: DateTimeOffset.UnixEpoch.AddDays(1))).ExitCode);
        Assert.Empty((await node.LedgerAsync()).Quarantined);
        Assert.Equal(7, Tries(new(Stage.Load, "S02", "02001")));
        Assert.Equal(1, Tries(new(Stage.Load, "S02", "02000")));
        Assert.Contains(new UnitId(Stage.Embed, "S02", "02001"), _computed);
        Assert.Equal(Finished(ExitCode.Done, 0), await node.RunAsync());
    }

    [Fact]
    public async Task A_sample_whose_fields_are_all_in_quarantine_is_left_out()
    {
        await using var node = await OneNode.StartAsync(Journal, _store, _computed, (order, _) =>
            order.Unit is { Stage: Stage.Load, Sample: "S03" } ? throw new ImageException("cut short.") : null);
        Assert.Equal(ExitCode.Done, (await node.RunAsync()).ExitCode);
        Assert.DoesNotContain(_computed, u => u.Stage > Stage.Load && u.Sample == "S03");
    }

    [Fact]
    public async Task A_full_disk_stops_the_run_with_its_reason_and_the_next_start_goes_on()
    {
        var full = true;
        await using var node = await OneNode.StartAsync(Journal, _store, _computed, (order, _) =>
            order.Unit.Stage == Stage.Mask && full ? throw new StageException("No space is left for masks.") : null);
        Assert.Equal((ExitCode.Failed, "No space is left for masks."), await node.RunAsync() is var e ? (e.ExitCode, e.Message) : default);
        full = false;
        Assert.Equal(ExitCode.Done, (await node.RunAsync()).ExitCode);
        Assert.Equal(Samples * Fields, _computed.Count(u => u.Stage == Stage.Load));
    }

    [Fact]
    public async Task An_unforeseen_failure_is_tried_again_by_a_new_executor()
    {
        var failures = 0;
        await using var node = await OneNode.StartAsync(Journal, _store, _computed, (order, _) =>
            order.Unit.Stage == Stage.Reduce && Interlocked.Increment(ref failures) == 1 ? throw new InvalidOperationException("odd") : null);
        Assert.Equal(ExitCode.Done, (await node.RunAsync()).ExitCode);
        Assert.Equal(2, failures);
    }

    [Fact]
    public async Task A_stop_gives_the_unit_back_and_the_next_start_continues_from_the_checkpoint()
    {
        var stopped = new TaskCompletionSource();
        TrainingCheckpoint? resumed = null;
        await using var node = await OneNode.StartAsync(Journal, _store, _computed, (order, context) =>
        {
            if (order.Task is not TrainTask task)
            {
                return null;
            }

            if (task.Checkpoint is not null)
            {
                resumed = task.Checkpoint;
                return null;
            }

            stopped.SetResult();
            context.Stop.WaitHandle.WaitOne();
            context.Keep(new(7, new("checkpoints/x/step-000007.ckpt", order.Key, 1)));
            throw new OperationCanceledException(context.Stop);
        });
        var (ended, stop) = node.Begin();
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60));
        stop();
        Assert.Equal(ExitCode.Interrupted, (await ended.WaitAsync(TimeSpan.FromSeconds(60))).ExitCode);
        await node.DisposeAsync();

        await using var later = await OneNode.StartAsync(Journal, _store, _computed, (order, _) =>
        {
            resumed = (order.Task as TrainTask)?.Checkpoint ?? resumed;
            return null;
        });
        Assert.Equal(ExitCode.Done, (await later.RunAsync()).ExitCode);
        Assert.Equal(7, resumed?.Step);
    }

    [Fact]
    public async Task Images_that_are_assigned_to_a_run_adopt_its_model_instead_of_training_even_a_single_sample()
    {
        ArtifactRecord File(string name) => new(name, Digest.OfTexts(name), 1);
        var model = new ModelRun("/models/first", "first", File("a/best.ckpt"), File("a/losses.csv"), File("b/windows.parquet"), File("b/mixture.json"));
        var (manifest, settings, _) = MemoryRunStore.Definition(1, Fields);
        var store = new MemoryRunStore(new(manifest, settings, model));
        var orders = new ConcurrentQueue<WorkOrder>();
        await using var node = await OneNode.StartAsync(Journal, store, _computed, (order, _) =>
        {
            orders.Enqueue(order);
            return order.Task is AdoptTask ? new([.. model.Files]) : null;
        });
        Assert.Equal(Finished(ExitCode.Done, Fields + 1 + 1 + Fields + 3), await node.RunAsync());
        Assert.DoesNotContain(orders, o => o.Task is TrainTask);
        Assert.All(orders.Select(o => o.Task).OfType<EmbedTask>(), t => Assert.Equal(model.Encoder, t.Model));
        Assert.Equal(Finished(ExitCode.Done, 0), await node.RunAsync());

        store.Damaged.Add(model.Windows.Path);
        Assert.Equal(Finished(ExitCode.Done, 1), await node.RunAsync());
        Assert.Equal(new UnitId(Stage.Train), _computed.Last());
    }

    [Fact]
    public void What_is_computed_with_another_model_has_another_key()
    {
        var (manifest, settings, _) = MemoryRunStore.Definition(2, Fields);
        var file = new ArtifactRecord("x/best.ckpt", Digest.OfTexts("one"), 1);
        RunPlanner Planner(ModelRun? model) => new(manifest, settings, MemoryRunStore.Reference, model);
        var one = new ModelRun("/models/first", "first", file, file, file, file);
        RunPlanner[] planners = [Planner(null), Planner(one), Planner(one with { Mixture = file with { Digest = Digest.OfTexts("two") } })];
        Assert.Equal(3, planners.Select(p => p.Reduce(file).Key).Distinct().Count());
        Assert.Equal(3, planners.Select(p => p.Cluster(file, file).Key).Distinct().Count());
        Assert.Equal(3, planners.Select(p => p.Adopt()?.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_run_up_to_a_stage_ends_there()
    {
        await using var node = await OneNode.StartAsync(Journal, _store, _computed);
        Assert.Equal(ExitCode.Done, (await node.RunAsync(Stage.Mask)).ExitCode);
        Assert.Equal(Stage.Mask, _computed.Max(u => u.Stage));
        Assert.Equal(Finished(ExitCode.Done, AllUnits - Samples * Fields - Samples), await node.RunAsync());
    }
}
