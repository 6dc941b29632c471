using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Backtest;

/// <summary>How a run ended.</summary>
/// <param name="Stopped">The policy of the stop that ended it; null when the data were exhausted.</param>
/// <param name="Events">Market events worked through.</param>
/// <param name="From">Event time of the first event; null when there was none.</param>
/// <param name="To">Event time of the last event.</param>
/// <param name="FinalEquity">Quote units.</param>
/// <param name="Markets">First and last mark of each symbol, in order of name.</param>
public sealed record ReplayOutcome(
    StopPolicy? Stopped,
    long Events,
    DateTimeOffset? From,
    DateTimeOffset? To,
    decimal FinalEquity,
    decimal FinalBalance,
    IReadOnlyList<ReplayedMarket> Markets);

/// <param name="FirstMark">0 when the symbol had no price.</param>
public sealed record ReplayedMarket(Domain.Instruments.Symbol Symbol, decimal FirstMark, decimal LastMark, long Events);
