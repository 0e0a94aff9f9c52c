using System.Collections.Concurrent;
using Morph.Actors.Isolation;
using Morph.Actors.Tests.Fakes;
using Morph.Actors.Working;
using Morph.Artifacts.Runs;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Actors.Tests.Isolation;

public sealed class WatchedExecutorTests : IDisposable
{
    private static readonly UnitId s_unit = new(Stage.Load, "S01", "01002");

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<UnitId> _here = [];
    private readonly Apart _apart = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_unit_that_ends_well_is_computed_here_and_leaves_no_mark()
    {
        Execute(null);
        Execute(null);
        Assert.Equal([s_unit, s_unit], _here);
        Assert.Empty(_apart.Computed);
        Assert.Empty(Marks());
    }

    [Fact]
    public void A_unit_is_marked_while_it_is_at_work_and_one_whose_mark_was_left_behind_is_computed_apart()
    {
        var marks = 0;
        Execute((_, _) =>
        {
            marks = Marks().Length;
            return null;
        });
        Assert.Equal(1, marks);

        Mark().Set(); // A process that died.
        Execute(null);
        Assert.Equal([s_unit], _apart.Computed);
        Assert.Single(_here);
        Assert.Empty(Marks());
    }

    [Fact]
    public void A_foreseen_failure_leaves_no_mark_an_unforeseen_one_does()
    {
        Assert.Throws<ImageException>(() => Execute((_, _) => throw new ImageException("cut short")));
        Assert.Empty(Marks());
        Assert.Throws<InvalidOperationException>(() => Execute((_, _) => throw new InvalidOperationException("odd")));
        Assert.Single(Marks());
    }

    [Fact]
    public void A_unit_that_passes_its_limit_has_failed_stays_suspect_and_does_not_keep_the_executor()
    {
        using var never = new ManualResetEventSlim();
        using var executor = Watched((_, context) =>
        {
            never.Wait(CancellationToken.None);
            return null;
        });
        var failure = Assert.Throws<ImageException>(() => executor.Execute(Order(), Within(TimeSpan.FromMilliseconds(50))));
        Assert.Equal("field 01002 (01002-DNA.png in /images): not done after 0.1 s, the limit of morph.work.unit-limit; raise it if the image only is large", failure.Message);
        Assert.Single(Marks());

        executor.Execute(Order(), Within(TimeSpan.FromMinutes(1)));
        Assert.Equal([s_unit], _apart.Computed);
        never.Set();
    }

    [Fact]
    public void What_dies_apart_is_blamed_by_name_and_stays_suspect()
    {
        Mark().Set();
        _apart.End = IsolatedEnd.Blamed("the process that worked on it alone died of signal 11 (segmentation fault)");
        var failure = Assert.Throws<ImageException>(() => Execute(null));
        Assert.Equal("field 01002 (01002-DNA.png in /images): the process that worked on it alone died of signal 11 (segmentation fault)", failure.Message);
        Assert.Single(Marks());
    }

    [Fact]
    public void A_foreseen_failure_apart_is_what_it_would_be_here()
    {
        Mark().Set();
        _apart.End = new(null, FailureKind.Run, "No space is left.", Foreseen: true);
        Assert.Equal("No space is left.", Assert.Throws<StageException>(() => Execute(null)).Message);
        Assert.Empty(Marks());
    }

    [Fact]
    public void Marks_are_swept_but_for_the_units_that_stay_suspect_and_other_inputs_are_not_suspect()
    {
        Mark().Set();
        new UnitMark(Directory, new(Stage.Mask, "S01"), Order().Key).Set();
        Assert.True(new UnitMark(Directory, s_unit, Digest.OfTexts("other inputs")).Set());
        UnitMark.Sweep(Directory, [(s_unit, Order().Key)]);
        Assert.False(Mark().Set());
        Assert.Single(Marks());
    }

    private RunDirectory Directory => new(_folder.Path);

    private UnitMark Mark() => new(Directory, s_unit, Order().Key);

    private string[] Marks() => System.IO.Directory.Exists(Directory.WorkFolder) ? System.IO.Directory.GetFiles(Directory.WorkFolder) : [];

    private WorkOrder Order() => new(s_unit, Digest.OfTexts("inputs"), MemoryRunStore.Reference with { Directory = _folder.Path }, new LoadTask());

    private WatchedExecutor Watched(Func<WorkOrder, UnitContext, UnitResult?>? instead) =>
        new(() => new FakeExecutor(_here, instead), new MemoryRunStore(MemoryRunStore.Definition(4, 3)), _apart);

    private void Execute(Func<WorkOrder, UnitContext, UnitResult?>? instead)
    {
        using var executor = Watched(instead);
        executor.Execute(Order(), Within(TimeSpan.FromMinutes(1)));
    }

    private static UnitContext Within(TimeSpan limit) => new(CancellationToken.None, (_, _, _) => { }, _ => { }) { Limit = limit };

    private sealed class Apart : IUnitIsolation
    {
        public List<UnitId> Computed { get; } = [];

        public IsolatedEnd? End { get; set; }

        public IsolatedEnd Execute(WorkOrder order, UnitContext context)
        {
            Computed.Add(order.Unit);
            return End ?? IsolatedEnd.Done(FakeExecutor.ResultOf(order));
        }
    }
}
