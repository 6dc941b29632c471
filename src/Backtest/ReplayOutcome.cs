using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;

namespace Trading.Backtest;

/// <summary>How a run ended.</summary>
/// <param name="Stopped">The policy of the stop that ended it; null when the data were exhausted.</param>
/// <param name="Events">Market events worked through.</param>
/// <param name="Report">Null when the recording had no event at all.</param>
public sealed record ReplayOutcome(StopPolicy? Stopped, long Events, SessionReport? Report);
