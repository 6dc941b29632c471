using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>
/// What became of the request is not known: no answer in time, a broken connection, a code that no table lists. Of a query: it
/// says nothing.
/// </summary>
/// <param name="reason">Typed: <c>no_answer</c>, <c>exchange:&lt;code&gt;</c>, <c>exchange:http_503</c>, ….</param>
/// <param name="retryAfter">The venue's own wish; null when it gave none.</param>
[GenerateSerializer, Alias("venue-uncertain")]
public sealed class VenueUncertainException(string reason, TimeSpan? retryAfter, string message, Exception? inner = null) : Exception(message, inner)
{
    [Id(0)]
    public string Reason { get; } = reason;

    [Id(1)]
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
