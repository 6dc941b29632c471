using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Grains.Sessions;

/// <summary>What a start needs, or why it is refused.</summary>
/// <param name="Strategies">Pinned versions, in session order.</param>
/// <param name="Dataset">What is replayed; null on a feed.</param>
/// <param name="Markets">What a feed brings of each symbol; empty on a dataset.</param>
internal sealed record PreparedSession(
    ImmutableArray<ValidationError> Errors,
    ImmutableArray<ValidationError> Warnings,
    ImmutableArray<PinnedStrategy> Strategies,
    Dataset? Dataset,
    ImmutableArray<VenueOpeningMarket> Markets)
{
    /// <summary>Nothing but the dataset's state speaks against a start.</summary>
    public bool WaitsForDataset => !Errors.IsEmpty && Errors.All(error => string.Equals(error.Code, Dataset.NotReady, StringComparison.Ordinal));

    public static PreparedSession Refused(params ImmutableArray<ValidationError> errors) => new(errors, [], [], null, []);
}
