using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Exchanges.Tests.Conformance;
using Trading.Exchanges.Tests.Simulated;
using Trading.ExchangeSimulator.Accounts;

namespace Trading.Exchanges.Tests.Remote;

/// <summary>The production client against the real process, over HTTP.</summary>
[Collection(typeof(SimulatorCollection))]
public sealed class RemoteVenueConformanceTests(SimulatorFixture fixture) : VenueConformance
{
    protected override async Task<IVenueUnderTest> StartAsync() => new UnderTest(await RemoteBench.StartAsync(fixture));

    private sealed class UnderTest(RemoteBench bench) : IVenueUnderTest
    {
        private readonly List<VenueReport> _reports = [];

        public IOrderGateway Gateway => bench.Gateway;

        public Symbol Symbol => VenueBench.Symbol;

        public DateTimeOffset Now => bench.Now;

        public async Task QuoteAsync(decimal bid, decimal bidQuantity, decimal ask, decimal askQuantity)
        {
            var caused = await bench.QuoteAsync(bid, ask, bidQuantity);
            var pushed = await bench.PushedAsync(caused.Count);
            Assert.Equal(caused, pushed);
            _reports.AddRange(pushed);
        }

        public IReadOnlyList<VenueReport> ReportsOf(string orderId) => [.. _reports.Where(report => OrderIds.Of(report) == orderId)];

        public ValueTask DisposeAsync() => bench.DisposeAsync();
    }
}
