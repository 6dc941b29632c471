using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>
/// The request certainly took no effect: it never left the process (no connection, open breaker, no token), or the venue turned
/// it away unread (rate limit). Everything less certain is a <see cref="VenueUncertainException"/>.
/// </summary>
/// <param name="reason">Typed: <c>unreachable</c>, <c>rate_limited</c>, <c>circuit_open</c>, ….</param>
/// <param name="retryAfter">The venue's own wish; null for the protocol's back-off.</param>
[GenerateSerializer, Alias("venue-not-sent")]
public sealed class VenueNotSentException(string reason, TimeSpan? retryAfter, string message, Exception? inner = null) : Exception(message, inner)
{
    [Id(0)]
    public string Reason { get; } = reason;

    [Id(1)]
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
