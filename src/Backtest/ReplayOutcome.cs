using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;

namespace Trading.Backtest;

/// <summary>How a run ended.</summary>
/// <param name="Stopped">The policy of the stop that ended it; null when it ended by itself.</param>
/// <param name="Events">Market events worked through.</param>
/// <param name="Report">Null when the recording had no event at all.</param>
public sealed record ReplayOutcome(StopPolicy? Stopped, long Events, SessionReport? Report)
{
    /// <summary>It ended by itself because its duration was over, with data left; false when the data were exhausted.</summary>
    public bool IsDurationOver { get; init; }
}
