using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Trading.Domain.Orders;
using static Trading.Domain.Tests.Orders.OrderSamples;

namespace Trading.Domain.Tests.Orders;

public sealed class OrderSerializationTests
{
    public static TheoryData<OrderStatus> Statuses => [.. Enum.GetValues<OrderStatus>()];

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Every_status_survives_JSON(OrderStatus status)
    {
        foreach (var request in new[] { Entry, Exit, Stop })
        {
            var order = InStatus(status, request);

            var read = OrderJson.Read<Order>(OrderJson.Write(order));

            Assert.Equal(OrderJson.Write(order), OrderJson.Write(read));
            Assert.Equal((order.Status, order.FilledQuantity, order.Request), (read.Status, read.FilledQuantity, read.Request));
        }
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Every_status_survives_the_grain_serializer(OrderStatus status)
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer<Order>>();
        var order = Play(InStatus(status), Filled("t-9", 0.1m));

        var read = serializer.Deserialize(serializer.SerializeToArray(order));

        Assert.Equal(OrderJson.Write(order), OrderJson.Write(read));
    }

    [Fact]
    public void Every_optional_part_of_the_state_survives_JSON()
    {
        var late = Play(InStatus(OrderStatus.Canceled), Filled("t-9", 0.3m));
        var closing = Play(InStatus(OrderStatus.New), Canceled(0.5m));
        var absent = Play(InStatus(OrderStatus.Unknown), NotFound(11));
        var refused = OrderMachine.Decide(null, new RefuseOrder(Entry, ["risk:leverage"], T0), Protocol).Order!;

        foreach (var order in new[] { late, closing, absent, refused })
        {
            Assert.Equal(OrderJson.Write(order), OrderJson.Write(OrderJson.Read<Order>(OrderJson.Write(order))));
        }

        Assert.NotEmpty(OrderJson.Read<Order>(OrderJson.Write(late)).Corrections);
        Assert.NotNull(OrderJson.Read<Order>(OrderJson.Write(closing)).Ending);
        Assert.Equal(1, OrderJson.Read<Order>(OrderJson.Write(absent)).GoodAbsences);
        Assert.NotEmpty(OrderJson.Read<Order>(OrderJson.Write(refused)).Reasons);
    }

    [Fact]
    public void Events_carry_their_short_name_and_no_type_name()
    {
        var text = OrderJson.Write(InStatus(OrderStatus.Filled));

        Assert.DoesNotContain("Trading.", text, StringComparison.Ordinal);
        Assert.Contains("\"$type\":\"filled\"", text, StringComparison.Ordinal);
    }
}
