using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Strategies.Instances;

namespace Trading.Domain.Tests.Strategies.Instances;

public sealed class HeardOrderTests
{
    private static readonly InstanceState Watching = InstanceState.Start(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Order_that_will_repeat_nothing_is_forgotten_and_others_are_not()
    {
        var orders = Known();

        HeardOrder.Forget(orders, Watching, "ord-a", 4);

        Assert.Equal(["ord-b"], orders.Keys);
    }

    [Theory]
    [InlineData("ord-a", 3)]
    [InlineData("ord-c", 4)]
    public void Word_of_before_and_of_an_unknown_order_change_nothing(string order, long upTo)
    {
        var orders = Known();

        HeardOrder.Forget(orders, Watching, order, upTo);

        Assert.Equal(Known(), orders);
    }

    [Fact]
    public void Order_that_the_state_names_is_kept_until_another_is_forgotten_after_it()
    {
        var orders = Known();
        var intent = new OrderIntent(
            OrderPurpose.Entry, "sig:a:1:entry", 0, Symbol.Parse("BTC_USDT"), Side.Buy, OrderType.Market, TimeInForce.Gtc, 1m, null, null, ReduceOnly: false, 1, null);

        HeardOrder.Forget(orders, Watching with { Entry = InstanceOrder.New("ord-a", intent) }, "ord-a", 4);
        Assert.True(orders["ord-a"].IsSettled);
        HeardOrder.Forget(orders, Watching, "ord-b", 2);

        Assert.Empty(orders);
    }

    private static Dictionary<string, HeardOrder> Known() => new(StringComparer.Ordinal) { ["ord-a"] = new(4, 1m), ["ord-b"] = new(2, 0m) };
}
