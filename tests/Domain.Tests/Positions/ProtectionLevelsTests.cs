using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;

namespace Trading.Domain.Tests.Positions;

public sealed class ProtectionLevelsTests
{
    private static readonly TrailingStop Trailing = new(ActivatePct: 2m, DistancePct: 0.5m);

    [Theory]
    [InlineData(Side.Buy, 98.5, 102)]
    [InlineData(Side.Sell, 101.5, 98)]
    public void Stop_lies_against_the_position_and_step_in_its_favour(Side opened, double stop, double step)
    {
        Assert.Equal((decimal)stop, ProtectionLevels.StopPrice(opened, 100m, 1.5m));
        Assert.Equal((decimal)step, ProtectionLevels.StepPrice(opened, 100m, 2m));
    }

    [Theory]
    [InlineData(Side.Buy, 101.99, null)]
    [InlineData(Side.Buy, 102, 101.5)]
    [InlineData(Side.Buy, 110, 109.5)]
    [InlineData(Side.Sell, 98.01, null)]
    [InlineData(Side.Sell, 98, 98.5)]
    public void Trailing_stop_follows_the_best_mark_by_a_share_of_the_entry(Side opened, double best, double? stop) =>
        Assert.Equal((decimal?)stop, ProtectionLevels.TrailingStopPrice(opened, 100m, (decimal)best, Trailing));

    [Fact]
    public void The_nearer_stop_is_the_one_the_market_reaches_first()
    {
        Assert.Equal(99m, ProtectionLevels.Nearer(Side.Buy, 98m, 99m));
        Assert.Equal(101m, ProtectionLevels.Nearer(Side.Sell, 101m, 102m));
    }

    [Fact]
    public void A_level_is_reached_when_the_mark_touches_it()
    {
        Assert.True(ProtectionLevels.IsStopReached(Side.Buy, 98m, 98m));
        Assert.False(ProtectionLevels.IsStopReached(Side.Buy, 98.1m, 98m));
        Assert.True(ProtectionLevels.IsTargetReached(Side.Sell, 98m, 98m));
        Assert.False(ProtectionLevels.IsTargetReached(Side.Sell, 98.1m, 98m));
    }

    [Fact]
    public void A_resting_stop_is_rounded_towards_the_market()
    {
        var instrument = Instrument.WithDefaults(Symbol.Parse("BTC_USDT"), "test", 0.5m, 1m);

        Assert.Equal(98.5m, ProtectionLevels.ToTick(Side.Buy, 98.1m, instrument));
        Assert.Equal(101.5m, ProtectionLevels.ToTick(Side.Sell, 101.9m, instrument));
    }
}
