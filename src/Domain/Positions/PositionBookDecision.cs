using System.Collections.Immutable;
using Trading.Domain.Outboxes;

namespace Trading.Domain.Positions;

/// <summary>The answer of a position's book. What its outbox holds is delivered once it is durable.</summary>
/// <param name="After">Null while nothing was ever heard.</param>
/// <param name="Acknowledge">To be sent once <paramref name="After"/> is durable; null when the sender is to keep what it has.</param>
/// <param name="OrderId">Of a close: the closing order at work; null when flat.</param>
/// <param name="Errors">Of a patch: why nothing was changed.</param>
public sealed record PositionBookDecision(
    PositionBook? After,
    Durability Durability,
    Acknowledgement? Acknowledge = null,
    string? OrderId = null,
    ImmutableArray<ValidationError> Errors = default);
