using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.ExchangeSimulator.Faults;

namespace Trading.ExchangeSimulator.Ledger;

/// <summary>One line of the ledger: what happened at the exchange. The truth that tests compare everything else with.</summary>
/// <param name="Seq">From 1, without holes.</param>
/// <param name="ReceivedAt">Wall time of the input that caused it.</param>
/// <param name="Kind">One of <see cref="LedgerKinds"/>.</param>
internal sealed record LedgerLine(long Seq, DateTimeOffset ReceivedAt, string Kind, string? Account)
{
    public string? OrderId { get; init; }

    /// <summary>Of a submission.</summary>
    public OrderRequest? Request { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>What the venue reported, its own time inside.</summary>
    public VenueReport? Report { get; init; }

    /// <summary>Why it was refused, which fault it is, or what a transfer was caused by.</summary>
    public string? Code { get; init; }

    public Symbol? Symbol { get; init; }

    /// <summary>Signed base units of a trade by hand, quote units of a transfer.</summary>
    public decimal? Quantity { get; init; }

    public VenueTerms? Terms { get; init; }

    public FaultRule? Rule { get; init; }

    public long? SkewMs { get; init; }
}
