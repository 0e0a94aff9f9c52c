using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Domain.Tests.Work;

public class UnitLedgerTests
{
    private static readonly UnitId s_unit = new(Stage.Embed, "S01", "00007");
    private static readonly Digest s_key = Digest.OfTexts("inputs");
    private static readonly Attempt s_attempt = new(1, 1);
    private static readonly UnitResult s_result = new([new("embeddings/x/S01/00007.parquet", Digest.OfTexts("bytes"), 5)]);
    private static readonly DateTimeOffset s_at = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_committed_unit_is_done_for_its_key_and_open_for_any_other()
    {
        var ledger = Apply(UnitLedger.Empty, UnitLedger.Empty.Commit(s_unit, s_key, s_attempt, "node", s_result, s_at));
        Assert.Equal(s_result, ledger.ResultOf(s_unit, s_key));
        Assert.True(ledger.IsOpen(s_unit, Digest.OfTexts("other inputs")));
    }

    [Fact]
    public void A_second_commit_changes_nothing()
    {
        var ledger = Apply(UnitLedger.Empty, UnitLedger.Empty.Commit(s_unit, s_key, s_attempt, "node", s_result, s_at));
        Assert.Empty(ledger.Commit(s_unit, s_key, new(2, 1), "other", s_result, s_at));
    }

    [Fact]
    public void What_was_given_up_is_open_again_when_the_user_wishes_it_with_all_its_attempts()
    {
        var given = Apply(UnitLedger.Empty, UnitLedger.Empty.Fail(s_unit, s_key, s_attempt, "node", FailureKind.Item, "cut short", 1, s_at));
        var again = Apply(given, given.Reopen(s_at));
        Assert.True(again.IsOpen(s_unit, s_key));
        Assert.Equal(0, again.FailuresOf(s_unit, s_key));
        Assert.Empty(again.Reopen(s_at));
    }

    [Fact]
    public void The_last_attempt_at_a_bad_item_puts_it_in_quarantine()
    {
        var ledger = UnitLedger.Empty;
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.True(ledger.IsOpen(s_unit, s_key));
            ledger = Apply(ledger, ledger.Fail(s_unit, s_key, s_attempt, "node", FailureKind.Item, "cut short", 3, s_at));
            Assert.Equal(attempt, ledger.FailuresOf(s_unit, s_key));
        }

        Assert.True(ledger.IsQuarantined(s_unit, s_key));
        Assert.Empty(ledger.Commit(s_unit, s_key, s_attempt, "node", s_result, s_at));
    }

    [Theory]
    [InlineData(FailureKind.Run)]
    [InlineData(FailureKind.Unknown)]
    public void What_is_not_the_items_fault_never_puts_it_in_quarantine(FailureKind kind)
    {
        var ledger = UnitLedger.Empty;
        for (var attempt = 0; attempt < 10; attempt++)
        {
            ledger = Apply(ledger, ledger.Fail(s_unit, s_key, s_attempt, "node", kind, "disk full", 3, s_at));
        }

        Assert.True(ledger.IsOpen(s_unit, s_key));
    }

    [Fact]
    public void A_damaged_artifact_opens_its_unit_again()
    {
        var ledger = Apply(UnitLedger.Empty, UnitLedger.Empty.Commit(s_unit, s_key, s_attempt, "node", s_result, s_at))
            .Apply(new UnitDamaged(s_unit, "embeddings/x/S01/00007.parquet", "missing", s_at));
        Assert.True(ledger.IsOpen(s_unit, s_key));
    }

    private static UnitLedger Apply(UnitLedger ledger, IEnumerable<IUnitEvent> events) => events.Aggregate(ledger, (l, e) => l.Apply(e));
}
