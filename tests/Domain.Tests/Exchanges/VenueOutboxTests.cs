using Trading.Domain.Exchanges;

namespace Trading.Domain.Tests.Exchanges;

public sealed class VenueOutboxTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Each_receiver_gets_its_own_reports_until_it_has_acknowledged_them()
    {
        var outbox = VenueOutbox.Empty.Add([Triggered("a"), Triggered("b"), Triggered("a")], report => ((VenueTriggered)report).OrderId);

        var deliveries = outbox.Deliveries("ven-x").ToDictionary(pair => pair.Receiver, pair => pair.Delivery);
        Assert.Equal((3, 2), (deliveries["a"].Sequence, deliveries["b"].Sequence));
        Assert.Equal((2, 1), (deliveries["a"].Reports.Length, deliveries["b"].Reports.Length));

        var left = outbox.Acknowledge("a", 1);
        Assert.Equal([2L, 3L], left.Entries.Select(entry => entry.Sequence));
        Assert.Equal("b", Assert.Single(left.Acknowledge("a", 3).Entries).Receiver);
        Assert.Same(left, left.Acknowledge("a", 1));
    }

    [Fact]
    public void Sequence_goes_on_when_everything_is_acknowledged()
    {
        var outbox = VenueOutbox.Empty.Add([Triggered("a")], _ => "a").Acknowledge("a", 1).Add([Triggered("a")], _ => "a");

        Assert.Equal(2, Assert.Single(outbox.Entries).Sequence);
    }

    private static VenueTriggered Triggered(string order) => new(order, At);
}
