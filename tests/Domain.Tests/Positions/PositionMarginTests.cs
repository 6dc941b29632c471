using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using static Trading.Domain.Tests.Positions.Fills;

namespace Trading.Domain.Tests.Positions;

public sealed class PositionMarginTests
{
    /// <summary>The samples of the exchange's own documentation.</summary>
    [Theory]
    [InlineData("109777.5", 2, "0.001", "55020.5")]
    [InlineData("112449.5", 2, "0.0006", "56314.7")]
    [InlineData("118272.2", 20, "0.0006", "112474.5")]
    public void Liquidation_price_of_a_long_is_the_exchanges(string entry, int leverage, string maintenance, string expected)
    {
        var instrument = Contract with { MaintenanceMarginRate = Number(maintenance), LiquidationFeeRate = 0.0004m };

        var margin = Opened(instrument, Side.Buy, Number(entry), 0.001m, leverage).Margin;

        Assert.Equal(Number(expected), margin.LiquidationPrice);
    }

    [Fact]
    public void Liquidation_price_of_a_short_is_the_mirror_floored_to_the_tick()
    {
        // (100·(1 − 0.005) + 10)/(1 + 0.0005) = 109.4452…
        Assert.Equal(109.4m, Opened(Contract, Side.Sell, 100m, 2m, 10).Margin.LiquidationPrice);
    }

    [Fact]
    public void Margin_is_entry_notional_over_leverage_and_maintenance_is_of_the_entry_notional()
    {
        var margin = Opened(Contract, Side.Buy, 100m, 1m, 3).Margin;

        Assert.Equal((33.333333333333m, 0m, 0.5m), (margin.Initial, margin.Added, margin.Maintenance));
    }

    [Fact]
    public void The_whole_position_falls_in_one_tier()
    {
        var tiered = Contract with
        {
            Tiers = [new(null, 100m, 0.01m, 50), new(null, 200m, 0.02m, 20), new(null, 300m, 0.03m, 10)],
        };

        Assert.Equal(1m, Opened(tiered, Side.Buy, 100m, 1m, 1).Margin.Maintenance);
        Assert.Equal(2.002m, Opened(tiered, Side.Buy, 100.1m, 1m, 1).Margin.Maintenance);
        Assert.Equal(30m, Opened(tiered, Side.Sell, 100m, 10m, 1).Margin.Maintenance);
    }

    [Fact]
    public void A_tier_may_be_capped_by_quantity()
    {
        var tiered = Contract with { Tiers = [new(1m, null, 0.01m, 50), new(null, null, 0.02m, 20)] };

        Assert.Equal(0.01m, tiered.TierOf(1m, 1_000_000m).MaintenanceMarginRate);
        Assert.Equal(0.02m, tiered.TierOf(1.001m, 1m).MaintenanceMarginRate);
    }

    [Fact]
    public void Added_margin_moves_the_liquidation_away_and_leaves_pro_rata()
    {
        var position = Opened(Contract, Side.Buy, 100m, 2m, 10);

        var stronger = position.After(PositionMachine.AddMargin(position, Contract, "cmd-1", 10m, Start));
        Assert.Equal((20m, 10m, 30m), (stronger.Margin.Initial, stronger.Margin.Added, stronger.Margin.Total));
        Assert.True(stronger.LiquidationPrice < position.LiquidationPrice);
        Assert.Empty(PositionMachine.AddMargin(stronger, Contract, "cmd-1", 10m, Start));

        Assert.Equal(2.5m, stronger.Play(Fill("t-2", Side.Sell, 100m, 1.5m)).Margin.Added);
        Assert.Throws<ArgumentOutOfRangeException>(() => PositionMachine.AddMargin(stronger, Contract, "cmd-2", -10.1m, Start));
    }

    [Fact]
    public void Position_that_no_price_can_liquidate_has_no_liquidation_price()
    {
        var position = Opened(Contract, Side.Buy, 100m, 1m, 1);

        var covered = position.After(PositionMachine.AddMargin(position, Contract, "cmd-1", 1m, Start));

        Assert.Null(covered.LiquidationPrice);
        Assert.Null(covered.LiquidationDistancePct(100m));
        Assert.False(covered.IsLiquidatedAt(0.1m));
    }

    [Fact]
    public void Margin_ratio_reaches_a_hundred_percent_at_the_liquidation_price()
    {
        // Exactly: 100·(1 − 0.1 + 0.005)/(1 − 0.0005) = 90.545…
        var position = Opened(Contract, Side.Buy, 100m, 1m, 10);
        Assert.Equal(90.5m, position.LiquidationPrice);

        Assert.True(position.IsLiquidatedAt(90.5m));
        Assert.False(position.IsLiquidatedAt(90.6m));
        Assert.True(position.MarginRatioPct(90.5m) >= 100m);
        Assert.True(position.MarginRatioPct(90.6m) < 100m);
        Assert.Null(position.MarginRatioPct(90m));
        Assert.Equal(MarginLevel.Liquidation, position.MarginLevelAt(90m));
    }

    [Fact]
    public void A_short_is_liquidated_no_later_than_at_the_price_that_was_shown()
    {
        var position = Opened(Contract, Side.Sell, 100m, 2m, 10);
        Assert.Equal(109.4m, position.LiquidationPrice);

        Assert.True(position.IsLiquidatedAt(109.4m));
        Assert.False(position.IsLiquidatedAt(109.3m));
    }

    [Theory]
    [InlineData("98.9", MarginLevel.Normal)]
    [InlineData("91.1", MarginLevel.Normal)]
    [InlineData("91", MarginLevel.Warning)]
    [InlineData("90.7", MarginLevel.Critical)]
    [InlineData("90.5", MarginLevel.Liquidation)]
    public void Margin_level_steps_with_the_ratio(string mark, MarginLevel expected)
    {
        var position = Opened(Contract, Side.Buy, 100m, 1m, 10);

        Assert.Equal(expected, position.MarginLevelAt(Number(mark)));
    }

    [Fact]
    public void Margin_levels_change_above_fifty_and_above_seventy_five_percent()
    {
        // Without a liquidation fee the ratio is 0.5 ÷ (10 + mark − 100): 50 % at 91, 75 % at 90.666…
        var position = Opened(Contract with { LiquidationFeeRate = 0m }, Side.Buy, 100m, 1m, 10);

        Assert.Equal((50m, MarginLevel.Normal), (position.MarginRatioPct(91m)!.Value, position.MarginLevelAt(91m)));
        Assert.Equal(MarginLevel.Warning, position.MarginLevelAt(90.9999m));
        Assert.Equal(MarginLevel.Warning, position.MarginLevelAt(90.6667m));
        Assert.Equal(MarginLevel.Critical, position.MarginLevelAt(90.6666m));
    }

    [Theory]
    [InlineData("150", LiquidationRisk.None)]
    [InlineData("129.2", LiquidationRisk.Medium)]
    [InlineData("113", LiquidationRisk.High)]
    [InlineData("100", LiquidationRisk.Critical)]
    [InlineData("80", LiquidationRisk.Critical)]
    public void Risk_steps_with_the_distance_to_the_liquidation_price(string mark, LiquidationRisk expected)
    {
        var position = Opened(Contract, Side.Buy, 100m, 1m, 10);

        Assert.Equal(expected, position.LiquidationRiskAt(Number(mark)));
    }

    [Fact]
    public void Distance_of_a_short_counts_upwards() =>
        Assert.Equal(9.4m, Opened(Contract, Side.Sell, 100m, 2m, 10).LiquidationDistancePct(100m));

    [Fact]
    public void Liquidation_loses_the_whole_margin_to_the_last_digit()
    {
        var position = Opened(Contract, Side.Buy, 100m, 0.7m, 3).AtMark(60m);
        var price = position.BankruptcyPrice!.Value;
        Assert.Equal(66.666666666667m, price);

        var events = PositionMachine.Decide(position, new VenueLiquidated(Btc, 0.7m, price, "liq-1", Start.AddSeconds(9)));

        var closed = events.OfType<PositionClosed>().Single().RoundTrip;
        Assert.Equal((-23.333333333333m, "liquidation", -28m), (closed.GrossPnl, closed.ExitReason, closed.Mae));
        var flat = position.After(events);
        Assert.Equal((0m, 0m, 0m, -23.333333333333m), (flat.Quantity, flat.Cost, flat.Margin.Total, flat.TotalRealizedPnl));
        Assert.Empty(PositionMachine.Decide(flat, new VenueLiquidated(Btc, 0.7m, price, "liq-1", Start.AddSeconds(9))));
    }

    [Fact]
    public void A_repeated_liquidation_does_not_touch_the_next_position()
    {
        var position = Opened(Contract, Side.Buy, 100m, 1m, 10);
        var liquidated = new VenueLiquidated(Btc, 1m, 90m, "liq-1", Start);

        var reopened = position.After(PositionMachine.Decide(position, liquidated)).Play(Fill("t-2", Side.Buy, 90m, 1m));

        Assert.Empty(PositionMachine.Decide(reopened, liquidated));
    }

    private static Position Opened(Instrument instrument, Side side, decimal price, decimal quantity, int leverage) =>
        Flat().After(PositionMachine.Decide(Flat(), instrument, Fill("t-1", side, price, quantity, leverage: leverage)));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
