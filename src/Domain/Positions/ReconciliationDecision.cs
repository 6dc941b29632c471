using System.Collections.Immutable;

namespace Trading.Domain.Positions;

/// <summary>The answer to a comparison.</summary>
/// <param name="After">What is remembered; the same instance when nothing changed.</param>
/// <param name="Events">What makes the position the venue's, in order; empty when it is, or when it is not known yet.</param>
/// <param name="Alert">For a person, when somebody else than we changed the position; null otherwise.</param>
public sealed record ReconciliationDecision(Reconciliation After, ImmutableArray<PositionEvent> Events, string? Alert);
