using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;

namespace Trading.Exchanges.Tests.Conformance;

/// <summary>A venue that the conformance suite drives: its order port, a market that the suite moves, and what it reports.</summary>
public interface IVenueUnderTest : IAsyncDisposable
{
    IOrderGateway Gateway { get; }

    /// <summary>Tick 0.01 and lot 0.001 or finer; the account holds 10 000 of its quote.</summary>
    Symbol Symbol { get; }

    /// <summary>The venue's time now.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Best bid and ask become these, and everything sent so far has arrived when the task completes.</summary>
    Task QuoteAsync(decimal bid, decimal bidQuantity, decimal ask, decimal askQuantity);

    /// <summary>Every report of an order so far, in order.</summary>
    IReadOnlyList<VenueReport> ReportsOf(string orderId);
}
