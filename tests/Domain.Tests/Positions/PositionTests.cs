using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using static Trading.Domain.Tests.Positions.Fills;

namespace Trading.Domain.Tests.Positions;

public sealed class PositionTests
{
    [Fact]
    public void Average_entry_is_cost_over_quantity()
    {
        var position = Flat().Play(Fill("t-1", Side.Buy, 100m, 1m), Fill("t-2", Side.Buy, 103m, 2m));

        Assert.Equal((3m, 306m, 102m), (position.Quantity, position.Cost, position.EntryPrice));
    }

    [Fact]
    public void Cost_of_a_short_is_negative_and_its_unrealised_exact()
    {
        var position = Flat().Play(Fill("t-1", Side.Sell, 100m, 3m));

        Assert.Equal((-300m, 3m), (position.Cost, position.UnrealizedAt(99m)));
    }

    [Fact]
    public void Partial_close_takes_cost_rounded_to_twelve_decimals_and_the_last_one_takes_the_rest()
    {
        var once = Flat().Play(Fill("t-1", Side.Buy, 100m, 3m), Fill("t-2", Side.Buy, 100.1m, 4m), Fill("t-3", Side.Sell, 110m, 3m));
        Assert.Equal(300.171428571429m, 700.4m - once.Cost);
        Assert.Equal(330m - 300.171428571429m, once.RealizedPnl);

        var flat = once.Play(Fill("t-4", Side.Sell, 110m, 4m));
        Assert.Equal(770m - 700.4m, flat.TotalRealizedPnl);
        Assert.Equal((0m, 0m), (flat.Quantity, flat.Cost));
    }

    [Fact]
    public void Flip_closes_at_the_fills_price_and_splits_its_fee_by_quantity()
    {
        var events = PositionMachine.Decide(
            Flat().Play(Fill("t-1", Side.Buy, 100m, 1m, fee: 0.06m)), Contract, Fill("t-2", Side.Sell, 110m, 3m, fee: 0.1m, second: 5));

        var closed = events.OfType<PositionClosed>().Single().RoundTrip;
        var opened = events.OfType<PositionIncreased>().Single();
        Assert.Equal((10m, 0.06m + 0.033333333333m), (closed.GrossPnl, closed.Fees));
        Assert.Equal((2m, 110m, 0.066666666667m, 2L), (opened.Quantity, opened.Price, opened.Fee, opened.OpensRoundTrip!.Value));
        Assert.Equal(0.1m, events.OfType<PositionDecreased>().Single().Fee + opened.Fee);
    }

    [Fact]
    public void Flip_keeps_the_leverage_and_opening_from_flat_takes_the_orders()
    {
        var position = Flat().Play(Fill("t-1", Side.Buy, 100m, 1m, leverage: 3), Fill("t-2", Side.Buy, 100m, 1m, leverage: 5));
        Assert.Equal(3, position.Leverage);

        Assert.Equal(3, position.Play(Fill("t-3", Side.Sell, 100m, 3m, leverage: 5)).Leverage);
        Assert.Equal(5, position.Play(Fill("t-3", Side.Sell, 100m, 2m), Fill("t-4", Side.Sell, 100m, 1m, leverage: 5)).Leverage);
    }

    [Fact]
    public void Round_trip_tells_the_whole_story()
    {
        var position = Flat().AtMark(100m)
            .Play(Fill("t-1", Side.Buy, 100m, 2m, fee: 0.1m)).AtMark(97m).AtMark(104m)
            .Play(Fill("t-2", Side.Buy, 103m, 1m, fee: 0.05m, second: 10)).AtMark(105m);
        position = position.After(PositionMachine.Decide(position, new VenueFunding(Btc, 3m, 105m, 0.0001m, -0.0315m, Start.AddSeconds(20))));
        position = position.AtMark(95m).Play(Fill("t-3", Side.Sell, 106m, 1m, fee: 0.02m, second: 30)).AtMark(120m);

        var closed = PositionMachine.Decide(
            position, Contract, Fill("t-4", Side.Sell, 109m, 2m, fee: 0.04m, purpose: OrderPurpose.Stop, second: 40))
            .OfType<PositionClosed>().Single().RoundTrip;

        Assert.Equal(("pos-alice:demo:btc_usdt", 1L, PositionSide.Long, "stop_loss"), (closed.Position, closed.Number, closed.Side, closed.ExitReason));
        Assert.Equal((Start, Start.AddSeconds(40), TimeSpan.FromSeconds(40)), (closed.EntryAt, closed.ExitAt, closed.Duration));
        Assert.Equal((101m, 108m, 3m), (closed.EntryPrice, closed.ExitPrice, closed.Quantity));
        Assert.Equal((324m - 303m, 0.21m, -0.0315m, 21m - 0.21m - 0.0315m), (closed.GrossPnl, closed.Fees, closed.Funding, closed.NetPnl));

        // Worst: 3 held of cost 303 at 95. Best: 5 realised (106 − 101), 2 held of cost 202 at 120.
        Assert.Equal((-18m, 43m), (closed.Mae, closed.Mfe));
    }

    [Fact]
    public void Marks_are_watched_from_the_first_fill_that_fills_mark_included()
    {
        var position = Flat().AtMark(90m).AtMark(101m).Play(Fill("t-1", Side.Sell, 100m, 1m)).AtMark(99m).AtMark(100.5m);

        var view = position.ToView();
        Assert.Equal((101m, 99m, 100.5m, 1m, 1L), (view.HighestMark, view.LowestMark, view.Mark, view.LargestQuantity, view.RoundTripNumber));
        Assert.Equal((-1m, 100m, Start), (view.Quantity, view.EntryPrice, view.OpenedAt!.Value));
    }

    [Fact]
    public void Without_any_mark_the_first_fills_price_stands_in()
    {
        var view = Flat().Play(Fill("t-1", Side.Buy, 100m, 1m)).ToView();

        Assert.Equal((100m, 100m, 100m), (view.Mark, view.HighestMark, view.LowestMark));
    }

    [Fact]
    public void View_of_a_flat_position_keeps_the_last_round_trips_number()
    {
        var view = Flat().Play(Fill("t-1", Side.Buy, 100m, 1m), Fill("t-2", Side.Sell, 100m, 1m)).ToView();

        Assert.True(view.IsFlat);
        Assert.Equal((0m, 0m, 1L, (DateTimeOffset?)null), (view.EntryPrice, view.LargestQuantity, view.RoundTripNumber, view.OpenedAt));
    }

    [Fact]
    public void A_sequence_at_or_below_the_last_of_its_order_is_dropped_even_with_another_trade_id()
    {
        var position = Flat().Play(Fill("t-1", Side.Buy, 100m, 1m, order: "ord-a", sequence: 2));

        Assert.Empty(PositionMachine.Decide(position, Contract, Fill("t-2", Side.Buy, 100m, 1m, order: "ord-a", sequence: 1)));
        Assert.Empty(PositionMachine.Decide(position, Contract, Fill("t-2", Side.Buy, 100m, 1m, order: "ord-a", sequence: 2)));
        Assert.Single(PositionMachine.Decide(position, Contract, Fill("t-2", Side.Buy, 100m, 1m, order: "ord-a", sequence: 3)));
        Assert.Single(PositionMachine.Decide(position, Contract, Fill("t-2", Side.Buy, 100m, 1m, order: "ord-b", sequence: 1)));
    }

    [Fact]
    public void A_trade_id_counts_once_whichever_way_it_comes()
    {
        var position = Flat().Play(Fill("t-1", Side.Buy, 100m, 1m, order: "ord-a", sequence: 1));

        Assert.Empty(PositionMachine.Decide(position, Contract, Fill("t-1", Side.Buy, 100m, 1m)));
    }

    [Fact]
    public void A_retired_order_is_forgotten_and_memory_stays_bounded()
    {
        var position = Flat();
        for (var n = 1; n <= 500; n++)
        {
            position = position.Play(Fill($"t-{n}", Side.Buy, 100m, 1m, order: $"ord-{n}", sequence: 1)).Forget($"ord-{n}");
        }

        Assert.Empty(position.Seen.LastSequences);
        Assert.Equal(SeenFills.TradeIdsMax, position.Seen.TradeIds.Length);
    }

    [Fact]
    public void Funding_is_booked_once_for_its_time_rounded_to_twelve_decimals()
    {
        var position = Flat().Play(Fill("t-1", Side.Buy, 100m, 1m));
        var funding = new VenueFunding(Btc, 1m, 100m, 0.00012345678912345m, -0.012345678912345m, Start.AddHours(8));

        var funded = position.After(PositionMachine.Decide(position, funding));

        Assert.Equal((-0.012345678912m, -0.012345678912m), (funded.Funding, funded.TotalFunding));
        Assert.Equal(position.Margin, funded.Margin);
        Assert.Empty(PositionMachine.Decide(funded, funding));
        Assert.Single(PositionMachine.Decide(funded, funding with { At = Start.AddHours(16) }));
    }

    [Fact]
    public void Correction_is_the_fill_that_makes_the_position_the_exchanges()
    {
        var position = Flat().Play(Fill("t-1", Side.Buy, 100m, 3m));

        var corrected = position.Play(PositionMachine.Correction(position, -1m, 90m, 2, "recon-1", Start)!);

        Assert.Equal((-1m, -90m, -30m), (corrected.Quantity, corrected.Cost, corrected.TotalRealizedPnl));
        Assert.Null(PositionMachine.Correction(corrected, -1m, 90m, 2, "recon-2", Start));
    }

    [Fact]
    public void Event_out_of_sequence_is_a_bug() =>
        Assert.Throws<InvariantException>(() => Flat().Apply(new PositionFunded(2, Start, 0m, 0m, 0m, 0m)));

    [Fact]
    public void Percentages_stand_on_entry_notional_and_on_margin()
    {
        var position = Flat().Play(Fill("t-1", Side.Sell, 100m, 2m, leverage: 4)).AtMark(90m);

        Assert.Equal((20m, 10m, 40m), (position.UnrealizedPnl, position.UnrealizedPct!.Value, position.ReturnOnMarginPct!.Value));
    }

    [Fact]
    public void Realised_with_more_than_twelve_decimals_is_rounded_and_the_rest_stays_in_the_cost()
    {
        var position = Flat().Play(
            Fill("t-1", Side.Buy, 0.00000001m, 0.003m), Fill("t-2", Side.Sell, 0.0000000300000005m, 0.001m));

        Assert.Equal(0.00000000002m, position.TotalRealizedPnl);
        Assert.Equal(0.0000000000200000005m, position.TotalRealizedPnl + position.UnrealizedAt(0.00000001m));
    }
}
