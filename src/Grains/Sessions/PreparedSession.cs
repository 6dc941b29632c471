using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.Sessions.Collect;

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
    /// <summary>What a collect session records, and where; null for another mode.</summary>
    public CollectTarget? Collect { get; init; }

    /// <summary>Nothing but how the dataset stands speaks against a start.</summary>
    public bool IsDatasetConflict => _isConflict || (!Errors.IsEmpty && Errors.All(error => string.Equals(error.Code, Dataset.NotReady, StringComparison.Ordinal)));

    private readonly bool _isConflict;

    /// <summary>The dataset cannot take what the session would record.</summary>
    public static PreparedSession Conflicting(params ImmutableArray<ValidationError> errors) => new(isConflict: true, errors);

    private PreparedSession(bool isConflict, ImmutableArray<ValidationError> errors) : this(errors, [], [], null, []) => _isConflict = isConflict;

    public static PreparedSession Refused(params ImmutableArray<ValidationError> errors) => new(errors, [], [], null, []);
}
