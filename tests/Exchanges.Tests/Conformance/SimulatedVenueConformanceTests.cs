using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Exchanges.Simulated;
using Trading.Exchanges.Tests.Simulated;

namespace Trading.Exchanges.Tests.Conformance;

public sealed class SimulatedVenueConformanceTests : VenueConformance
{
    protected override Task<IVenueUnderTest> StartAsync() => Task.FromResult<IVenueUnderTest>(new UnderTest());

    private sealed class UnderTest : IVenueUnderTest
    {
        private readonly VenueBench _bench = new();
        private readonly List<VenueReport> _reports = [];
        private long _ms;

        public UnderTest() => Gateway = new SimulatedOrderGateway(_bench.Venue);

        public IOrderGateway Gateway { get; }

        public Symbol Symbol => VenueBench.Symbol;

        public DateTimeOffset Now => VenueBench.At(_ms);

        public Task QuoteAsync(decimal bid, decimal bidQuantity, decimal ask, decimal askQuantity)
        {
            // The quote first, then time enough for what was sent before it: both meet.
            _reports.AddRange(_bench.Book(_ms, bid, bidQuantity, ask, askQuantity));
            _ms += 1_000;
            _reports.AddRange(_bench.Heartbeat(_ms));
            return Task.CompletedTask;
        }

        public IReadOnlyList<VenueReport> ReportsOf(string orderId) => [.. _reports.Where(report => orderId == report switch
        {
            VenueAccepted accepted => accepted.OrderId,
            VenueRejected rejected => rejected.OrderId,
            VenueFilled filled => filled.OrderId,
            VenueTriggered triggered => triggered.OrderId,
            VenueCanceled canceled => canceled.OrderId,
            _ => null,
        })];

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
