using Trading.Domain.Orders;

namespace Trading.Simulation.Venue;

/// <summary>A create on the wire.</summary>
/// <param name="SendAt">The signed time.</param>
/// <param name="DecidedAtMs">When the process really let go of it, for the checker alone.</param>
internal sealed record CreateRequest(OrderRequest Order, DateTimeOffset SendAt, int Attempt, TimeSpan Window, long DecidedAtMs);

internal enum CreateOutcome
{
    Accepted,

    /// <summary>A code that the adapter's table lists as a definite no.</summary>
    Rejected,

    /// <summary>Any other code.</summary>
    Unlisted,

    /// <summary>429: not looked at.</summary>
    RateLimited,
}

internal readonly record struct CreateAnswer(CreateOutcome Outcome, string? VenueOrderId, string? Reason);
