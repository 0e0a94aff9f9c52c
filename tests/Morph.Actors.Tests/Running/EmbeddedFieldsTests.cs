using Morph.Actors.Running;

namespace Morph.Actors.Tests.Running;

public sealed class EmbeddedFieldsTests
{
    private readonly EmbeddedFields _fields = new();

    [Fact]
    public void What_was_done_before_is_not_this_executions()
    {
        Assert.Equal((3, 0), Advance(3, computed: false));
        Assert.Equal((1, 1), Advance(4));
        Assert.Equal(0, End(4));
    }

    [Fact]
    public void A_sample_that_moved_tells_fields_of_which_nobody_was_told()
    {
        Assert.Equal((1, 1), Advance(1));
        Assert.Equal((2, 2), Advance(3, computed: false));
        Assert.Equal((0, 0), Advance(2));
        Assert.Equal((1, 1), Advance(4));
    }

    [Fact]
    public void Last_words_that_were_lost_are_counted_when_the_sample_ends()
    {
        Advance(0, computed: false);
        Advance(1);
        Assert.Equal(3, End(3, quarantined: 1));
    }

    [Fact]
    public void A_field_found_damaged_is_taken_back_and_counts_when_it_is_computed_again()
    {
        Advance(4, computed: false);
        Assert.Equal((-1, 0), Advance(3, computed: false));
        Assert.Equal((1, 1), Advance(4));
    }

    [Fact]
    public void A_sample_that_never_spoke_may_have_been_done_before() => Assert.Equal(0, End(4));

    private (int Gained, int Computed) Advance(int committed, bool computed = true) => _fields.Advance(new("run", "S01", committed, computed, "f"));

    private int End(int committed, int quarantined = 0) => _fields.End(new("run", "S01", default, committed, quarantined, []));
}
