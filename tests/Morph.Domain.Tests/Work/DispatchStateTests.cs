using Morph.Domain.Identity;
using Morph.Domain.Runs;
using Morph.Domain.Work;

namespace Morph.Domain.Tests.Work;

public class DispatchStateTests
{
    private static readonly DateTimeOffset s_start = DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(60);
    private static readonly DispatchState s_empty = new() { Incarnation = 3, Lease = s_lease };

    [Fact]
    public void A_unit_goes_to_the_first_worker_that_can_do_its_stage()
    {
        var (state, none) = s_empty.Request("loader", [Stage.Load], s_start);
        Assert.Empty(none);
        (state, none) = state.Enqueue([Order("a", Stage.Embed)], s_start);
        Assert.Empty(none);
        (state, var offers) = state.Request("embedder", [Stage.Embed], s_start);
        var offer = Assert.Single(offers);
        Assert.Equal(("embedder", "a", new Attempt(3, 1)), (offer.Worker, offer.Order.Unit.Field, offer.Attempt));
        Assert.Equal(["loader"], state.Idle.Keys);
    }

    [Fact]
    public void A_unit_that_waits_or_is_at_work_is_not_added_again()
    {
        var (state, _) = s_empty.Enqueue([Order("a"), Order("b")], s_start);
        (state, _) = state.Request("w", [Stage.Load], s_start);
        (state, _) = state.Enqueue([Order("a"), Order("b")], s_start);
        Assert.Single(state.Waiting);
        Assert.Single(state.Leases);
    }

    [Fact]
    public void An_expired_lease_goes_to_another_worker_and_the_late_answer_no_longer_holds()
    {
        var (state, first) = Offered("slow");
        var late = s_start + s_lease;
        (state, _) = state.Request("quick", [Stage.Load], late);
        (state, var offers) = state.Expire(late);
        var second = Assert.Single(offers);
        Assert.Equal("quick", second.Worker);
        Assert.False(state.Holds(first.Order.Unit, first.Attempt));
        Assert.True(state.Holds(first.Order.Unit, second.Attempt));
        Assert.Same(state, state.Settle(first.Order.Unit, first.Attempt));
    }

    [Fact]
    public void A_sign_of_life_keeps_the_lease()
    {
        var (state, offer) = Offered("w");
        state = state.Renew(offer.Order.Unit, offer.Order.Key, offer.Attempt, "w", s_start + s_lease / 2);
        (state, _) = state.Expire(s_start + s_lease);
        Assert.True(state.Holds(offer.Order.Unit, offer.Attempt));
    }

    [Fact]
    public void A_fence_of_an_earlier_start_holds_nothing()
    {
        var (state, offer) = Offered("w");
        Assert.False(state.Holds(offer.Order.Unit, offer.Attempt with { Incarnation = 2 }));
    }

    [Fact]
    public void A_worker_at_work_since_an_earlier_start_takes_its_lease_back_while_the_unit_waits()
    {
        var (before, offer) = Offered("w");
        var (state, _) = (s_empty with { Incarnation = 4, OfferFrom = s_start + s_lease }).Enqueue([offer.Order], s_start);
        (state, var early) = state.Request("idle", [Stage.Load], s_start);
        Assert.Empty(early);
        Assert.False(state.Renew(offer.Order.Unit, Digest.OfTexts("other"), offer.Attempt, "w", s_start).Holds(offer.Order.Unit, offer.Attempt));
        state = state.Renew(offer.Order.Unit, offer.Order.Key, offer.Attempt, "w", s_start);
        Assert.True(state.Holds(offer.Order.Unit, offer.Attempt));
        (state, var late) = state.Expire(s_start + s_lease - TimeSpan.FromSeconds(1));
        Assert.Empty(late);
        Assert.Empty(state.Waiting);
    }

    [Fact]
    public void An_attempt_of_an_earlier_start_that_was_settled_does_not_take_its_unit_back_when_that_is_tried_again()
    {
        var (_, offer) = Offered("w");
        var (state, _) = (s_empty with { Incarnation = 4 }).Enqueue([offer.Order], s_start);
        state = state.Renew(offer.Order.Unit, offer.Order.Key, offer.Attempt, "w", s_start);
        state = state.Settle(offer.Order.Unit, offer.Attempt);
        (state, _) = state.Enqueue([offer.Order], s_start); // It had failed, and its owner wants it tried again.
        Assert.Same(state, state.Renew(offer.Order.Unit, offer.Order.Key, offer.Attempt, "w", s_start));
        (_, var offers) = state.Request("other", [Stage.Load], s_start);
        Assert.Single(offers);
    }

    [Fact]
    public void An_attempt_of_an_earlier_start_does_not_take_a_unit_that_another_has()
    {
        var (state, offer) = Offered("w");
        var stale = offer.Attempt with { Incarnation = 2 };
        Assert.Same(state, state.Renew(offer.Order.Unit, offer.Order.Key, stale, "old", s_start));
    }

    [Fact]
    public void What_waited_out_the_claims_is_offered()
    {
        var (state, _) = (s_empty with { OfferFrom = s_start + s_lease }).Enqueue([Order("a")], s_start);
        (state, _) = state.Request("idle", [Stage.Load], s_start);
        (_, var offers) = state.Expire(s_start + s_lease);
        Assert.Single(offers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_amended_order_is_what_the_next_worker_gets(bool isAtWork)
    {
        var (state, offer) = Offered("w");
        if (!isAtWork)
        {
            (state, _) = state.Lose("w", s_start);
        }

        var amended = offer.Order with { Task = new EmbedTask(new("model", default, 1)) };
        state = state.Amend(amended);
        (state, _) = state.Lose("w", s_start);
        (_, var offers) = state.Request("next", [Stage.Load], s_start);
        Assert.Same(amended, Assert.Single(offers).Order);
    }

    [Fact]
    public void The_units_of_a_lost_worker_are_first_in_line()
    {
        var (state, offer) = Offered("w");
        (state, _) = state.Enqueue([Order("later")], s_start);
        (state, _) = state.Lose("w", s_start);
        Assert.Equal([offer.Order.Unit.Field, "later"], state.Waiting.Select(o => o.Unit.Field));
    }

    [Fact]
    public void While_it_drains_nothing_is_offered_and_what_comes_back_is_forgotten()
    {
        var (state, offer) = Offered("w");
        (state, _) = state.Enqueue([Order("later")], s_start);
        state = state.Drain();
        Assert.Empty(state.Waiting);
        (state, var offers) = state.Request("other", [Stage.Load], s_start);
        Assert.Empty(offers);
        (state, _) = state.Return(offer.Order.Unit, offer.Attempt, s_start);
        Assert.Empty(state.Leases);
        Assert.Empty(state.Known);
    }

    [Fact]
    public void Every_unit_is_offered_to_one_worker_at_a_time_whatever_the_order_of_events()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var random = new Morph.Domain.Randomness.RandomSource(seed);
            var (state, now, settled) = (s_empty, s_start, new HashSet<UnitId>());
            (state, var offers) = state.Enqueue(Enumerable.Range(0, 20).Select(i => Order($"{i}")), now);
            for (var step = 0; step < 400; step++)
            {
                now += TimeSpan.FromSeconds(random.NextInt(20));
                var leases = state.Leases.Values.ToList();
                switch (random.NextInt(4))
                {
                    case 0:
                        (state, offers) = state.Request($"w{random.NextInt(5)}", [Stage.Load], now);
                        break;
                    case 1:
                        (state, offers) = state.Expire(now);
                        break;
                    case 2:
                        (state, offers) = state.Lose($"w{random.NextInt(5)}", now);
                        break;
                    case 3 when leases.Count > 0:
                        var lease = leases[random.NextInt(leases.Count)];
                        state = state.Settle(lease.Order.Unit, lease.Attempt);
                        Assert.True(settled.Add(lease.Order.Unit));
                        break;
                }

                Assert.Equal(20 - settled.Count, state.Waiting.Count() + state.Leases.Count);
                Assert.Equal(state.Known, state.Waiting.Select(o => o.Unit).Concat(state.Leases.Keys).ToHashSet());
            }
        }
    }

    private static (DispatchState State, WorkOffer Offer) Offered(string worker)
    {
        var (state, _) = s_empty.Enqueue([Order("a")], s_start);
        (state, var offers) = state.Request(worker, [Stage.Load], s_start);
        return (state, offers.Single());
    }

    private static WorkOrder Order(string field, Stage stage = Stage.Load) =>
        new(new(stage, "S", field), Digest.OfTexts(field), new("run", "/run", default), new LoadTask());
}
