using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Backtest.Clock;

/// <summary>How a clock came to its end.</summary>
/// <param name="Stopped">The policy of the stop that ended it; null when it ended by itself.</param>
/// <param name="IsDurationOver">Its duration was over, with data left.</param>
/// <param name="TimeMs">Event time reached, Unix ms.</param>
internal sealed record ClockEnd(StopPolicy? Stopped, bool IsDurationOver, long TimeMs)
{
    public bool IsExhausted => Stopped is null && !IsDurationOver;

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(TimeMs);
}
