using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Grains.Sessions;

/// <summary>What a start needs, or why it is refused.</summary>
/// <param name="Strategies">Pinned versions, in session order.</param>
internal sealed record PreparedSession(
    ImmutableArray<ValidationError> Errors, ImmutableArray<ValidationError> Warnings, ImmutableArray<PinnedStrategy> Strategies, Dataset? Dataset)
{
    public static PreparedSession Refused(params ImmutableArray<ValidationError> errors) => new(errors, [], [], null);
}
