using System.Collections.Immutable;
using Trading.Storage.Live;

namespace Trading.Api.Events;

/// <summary>All events after one position up to another.</summary>
/// <param name="From">Excluded.</param>
/// <param name="To">Included.</param>
internal sealed record LivePage(long From, long To, ImmutableArray<LiveEventRow> Events);
