using Morph.Actors.Membership;
using Morph.Actors.Protocol;
using Morph.Actors.Tests.Fakes;
using Morph.Cluster.Tests.Fakes;
using Morph.Domain.Errors;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Cluster.Tests.Work;

/// <summary>Several nodes share the work of a run, and may come and go.</summary>
public sealed class SharedWorkTests
{
    private const int Samples = 4;
    private const int Fields = 8;
    private const int AllUnits = Samples * Fields + Samples + 1 + Samples * Fields + 3;

    [Fact]
    public async Task Three_nodes_share_a_run_and_compute_every_unit_once()
    {
        await using var cluster = new TestCluster(Samples, Fields);
        await cluster.FoundAsync(NodeRoles.Coordinator, NodeRoles.Imaging, NodeRoles.Trainer);
        using var oneEmbeds = new ManualResetEventSlim();
        using var twoEmbeds = new ManualResetEventSlim();
        static TestCompute Meets(ManualResetEventSlim own, ManualResetEventSlim other) => (order, context) =>
        {
            if (order.Unit.Stage == Stage.Embed)
            {
                own.Set();
                WaitHandle.WaitAny([other.WaitHandle, context.Stop.WaitHandle]);
            }
        };
        await Task.WhenAll(
            cluster.StartAsync("one", [NodeRoles.Embedder, NodeRoles.Imaging], compute: Meets(oneEmbeds, twoEmbeds)),
            cluster.StartAsync("two", [NodeRoles.Embedder], compute: Meets(twoEmbeds, oneEmbeds)));

        var finished = await cluster.RunAsync();

        Assert.Equal(new RunFinished("test", ExitCode.Done, "", AllUnits), finished);
        Assert.Equal(AllUnits, cluster.Computed.Select(c => c.Unit).Distinct().Count());
        Assert.Equal(AllUnits, cluster.Computed.Count);
        Assert.Equal(["one", "two"], cluster.Computed.Where(c => c.Unit.Stage == Stage.Embed).Select(c => c.Node).Distinct().Order());
        Assert.Equal(new RunFinished("test", ExitCode.Done, "", 0), await cluster.RunAsync());
    }

    [Fact]
    public async Task A_node_that_joins_in_the_middle_gets_work_within_ten_seconds()
    {
        await using var cluster = new TestCluster(Samples, Fields);
        using var release = new ManualResetEventSlim();
        await cluster.FoundAsync(NodeRoles.Coordinator, NodeRoles.Imaging, NodeRoles.Trainer);
        await cluster.StartAsync("first", [NodeRoles.Embedder], compute: (_, context) => WaitHandle.WaitAny([release.WaitHandle, context.Stop.WaitHandle]));
        var run = cluster.RunAsync();
        await TestCluster.UntilAsync(() => cluster.Computed.Any(c => c.Node == "first"), "the first node works");

        await cluster.StartAsync("late", [NodeRoles.Embedder], compute: (_, _) => release.Set());
        await TestCluster.UntilAsync(() => cluster.Computed.Any(c => c.Node == "late"), "the late node works", TimeSpan.FromSeconds(10));

        Assert.Equal(ExitCode.Done, (await run).ExitCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nodes_that_leave_in_the_middle_give_their_units_back_and_nothing_is_lost(int leaving)
    {
        await using var cluster = new TestCluster(Samples, Fields);
        await cluster.FoundAsync(NodeRoles.Coordinator, NodeRoles.Imaging, NodeRoles.Trainer);
        using var allWork = new ManualResetEventSlim();
        await cluster.StartAsync("stays", [NodeRoles.Embedder], compute: (_, context) => WaitHandle.WaitAny([allWork.WaitHandle, context.Stop.WaitHandle]));
        TestCompute untilStopped = (_, context) =>
        {
            context.Stop.WaitHandle.WaitOne();
            throw new OperationCanceledException(context.Stop);
        };
        var names = Enumerable.Range(0, leaving).Select(i => $"leaves-{i}").ToList();
        var nodes = await Task.WhenAll(names.Select(n => cluster.StartAsync(n, [NodeRoles.Embedder], compute: untilStopped)));
        var run = cluster.RunAsync();
        await TestCluster.UntilAsync(() => names.All(n => cluster.Computed.Any(c => c.Node == n)), "every node works");
        allWork.Set();

        await Task.WhenAll(nodes.Select(n => n.LeaveAsync())).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(new RunFinished("test", ExitCode.Done, "", AllUnits), await run);
        Assert.All(nodes, n => Assert.Contains("left the cluster", n.Said));
        Assert.Equal(AllUnits + leaving, cluster.Computed.Count);
        var returned = cluster.Computed.Where(c => c.Node != "stays").Select(c => c.Unit).Where(u => u.Stage == Stage.Embed && names.Any(n => cluster.Computed.Contains((n, u)))).ToHashSet();
        Assert.Equal(leaving, returned.Count);
        Assert.All(cluster.Computed.GroupBy(c => c.Unit), g => Assert.Equal(returned.Contains(g.Key) ? 2 : 1, g.Count()));
    }

    [Fact]
    public async Task A_trainer_that_leaves_hands_its_checkpoint_to_the_next()
    {
        await using var cluster = new TestCluster(Samples, Fields);
        await cluster.FoundAsync(NodeRoles.Coordinator, NodeRoles.Imaging, NodeRoles.Embedder);
        var first = await cluster.StartAsync("first", [NodeRoles.Trainer], compute: (order, context) =>
        {
            context.Stop.WaitHandle.WaitOne();
            context.Keep(new(7, new("checkpoints/x/step-000007.ckpt", order.Key, 1)));
            throw new OperationCanceledException(context.Stop);
        });
        var run = cluster.RunAsync();
        await TestCluster.UntilAsync(() => cluster.Computed.Any(c => c.Node == "first"), "the first trainer trains");
        await first.LeaveAsync().WaitAsync(TimeSpan.FromSeconds(30));

        TrainingCheckpoint? resumed = null;
        await cluster.StartAsync("second", [NodeRoles.Trainer], compute: (order, _) => resumed = ((TrainTask)order.Task).Checkpoint);

        Assert.Equal(ExitCode.Done, (await run).ExitCode);
        Assert.Equal(7, resumed?.Step);
    }

    [Theory]
    [InlineData(NodeRoles.Trainer)]
    [InlineData(NodeRoles.Embedder)]
    public async Task A_run_that_nobody_can_go_on_with_says_so_and_goes_on_when_somebody_comes(string missing)
    {
        await using var cluster = new TestCluster(Samples, Fields);
        await cluster.FoundAsync([.. NodeRoles.All.Where(r => r != missing)]);
        var run = cluster.RunAsync();
        await using var connection = await cluster.ConnectAsync();
        var waiting = "";
        await TestCluster.UntilAsync(
            () => (waiting = connection.StatusAsync().Result.Runs.FirstOrDefault()?.Waiting ?? "").StartsWith("waits for", StringComparison.Ordinal),
            "the run waits",
            TimeSpan.FromSeconds(30));
        Assert.Equal($"waits for a node with the role {missing}: none is in the cluster", waiting);

        await cluster.StartAsync("comes", [missing]);

        Assert.Equal(ExitCode.Done, (await run).ExitCode);
    }

    [Fact]
    public async Task An_end_that_cannot_be_recorded_while_the_ledger_is_away_is_recorded_later_and_one_that_never_can_ends_the_run()
    {
        await using var cluster = new TestCluster(Samples, Fields);
        await cluster.FoundAsync([.. NodeRoles.All]);
        cluster.RecordFailures.Enqueue(new TimeoutException("the database does not answer"));
        Assert.Equal(new RunFinished("test", ExitCode.Done, "", AllUnits), await cluster.RunAsync());
        Assert.Empty(cluster.RecordFailures);

        cluster.RecordFailures.Enqueue(new StageException("No space is left."));
        Assert.Equal(new RunFinished("test", ExitCode.Failed, "No space is left.", 0), await cluster.RunAsync());
    }

    [Fact]
    public async Task A_node_that_loses_the_shared_directory_gives_its_unit_back_unharmed_and_works_again_when_it_is_mounted()
    {
        await using var cluster = new TestCluster(Samples, Fields);
        var marker = Path.Combine(cluster.Shared, SharedMarker.FileName);
        var unmounted = marker + "-away";
        await cluster.FoundAsync(NodeRoles.Coordinator, NodeRoles.Imaging, NodeRoles.Trainer);
        var failures = 0;
        var node = await cluster.StartAsync("embedder", [NodeRoles.Embedder], compute: (_, _) =>
        {
            if (Interlocked.Increment(ref failures) == 1)
            {
                File.Move(marker, unmounted);
                throw new ArtifactException("the model is not there");
            }
        });
        var run = cluster.RunAsync();

        await node.SaysAsync("is not seen here any more");
        Assert.Equal(1, failures);
        File.Move(unmounted, marker);

        Assert.Equal(new RunFinished("test", ExitCode.Done, "", AllUnits), await run);
        Assert.Equal(AllUnits + 1, cluster.Computed.Count);
    }

    [Fact]
    public async Task Runs_are_done_one_after_another_and_a_cancelled_one_is_left()
    {
        await using var cluster = new TestCluster(Samples, Fields);
        using var release = new ManualResetEventSlim();
        await cluster.StartAsync("seed", NodeRoles.All, seed: true, compute: (order, context) =>
        {
            if (order.Run.RunId == "first")
            {
                WaitHandle.WaitAny([release.WaitHandle, context.Stop.WaitHandle]);
                context.Stop.ThrowIfCancellationRequested();
            }
        });
        var first = cluster.RunAsync("first");
        await TestCluster.UntilAsync(() => !cluster.Computed.IsEmpty, "the first run works");
        await using var connection = await cluster.ConnectAsync();
        RunAccepted? accepted = null;
        var start = new StartRun(MemoryRunStore.Reference with { RunId = "second" }, Stage.Report, WorkSettings.Default);
        await connection.SubmitAsync(start, follow: false, a => accepted = a, new Progress<RunProgress>(), CancellationToken.None);
        Assert.Equal(new RunAccepted("second", 1), accepted);
        Assert.Equal(["first", "second"], (await connection.StatusAsync()).Runs.Select(r => r.RunId));

        var cancelled = await connection.CancelAsync("first", new Progress<RunProgress>(), CancellationToken.None);

        Assert.Equal(ExitCode.Interrupted, cancelled.ExitCode);
        Assert.Equal(ExitCode.Interrupted, (await first).ExitCode);
        Assert.Equal(ExitCode.Done, (await cluster.RunAsync("second")).ExitCode);
        release.Set();
        Assert.Equal(ExitCode.Done, (await cluster.RunAsync("first")).ExitCode);
        await Assert.ThrowsAsync<ConfigurationException>(() => connection.CancelAsync("unknown", new Progress<RunProgress>(), CancellationToken.None));
    }
}
