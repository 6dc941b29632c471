using Orleans;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <param name="Name">What the owner calls it; the session's id for an account of a session's own.</param>
/// <param name="Session">The session that it belongs to; null for a named one.</param>
/// <param name="Venue"><c>simulated</c> or the exchange's name.</param>
/// <param name="Clock">Key of the replay clock in lock-step; null for wall time.</param>
/// <param name="InitialBalance">Quote units, above 0.</param>
[GenerateSerializer, Immutable, Alias("account-opening")]
public sealed record AccountOpening(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Session,
    [property: Id(3)] string Venue,
    [property: Id(4)] string Currency,
    [property: Id(5)] decimal TakerFeeRate,
    [property: Id(6)] RiskLimits Limits,
    [property: Id(7)] decimal InitialBalance,
    [property: Id(8)] string? Clock,
    [property: Id(9)] DateTimeOffset At);
