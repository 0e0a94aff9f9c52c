using Xunit.Abstractions;

namespace Morph.EndToEnd.Tests.Drills;

/// <summary>The drills' short forms; <c>eng/drills.sh</c> prints the whole tables.</summary>
public sealed class DrillTests(ITestOutputHelper output)
{
    [Fact]
    public Task Every_kind_of_artifact_that_is_damaged_is_named_by_verify_and_repaired_alone() => AssertGoodAsync(ArtifactDrill.RowsAsync(isShort: true));

    [Fact]
    public Task Images_that_harm_their_reader_are_named_and_quarantined_and_killing_blames_nobody() => AssertGoodAsync(PoisonDrill.RowsAsync());

    private async Task AssertGoodAsync(IAsyncEnumerable<DrillRow> rows)
    {
        var bad = new List<DrillRow>();
        output.WriteLine(DrillRow.Header);
        await foreach (var row in rows)
        {
            output.WriteLine($"{row}");
            if (!row.IsGood)
            {
                bad.Add(row);
            }
        }

        Assert.True(bad.Count == 0, string.Join('\n', bad));
    }
}
