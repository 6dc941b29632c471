using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>
/// Reports of a venue on their way to one order or position, oldest first. A durable venue repeats them until the receiver has
/// acknowledged; of a venue that pushes once, what is lost is learnt by query.
/// </summary>
/// <param name="Sender">Key of the venue grain that wants an acknowledgement; null when nobody does.</param>
/// <param name="Sequence">Of the last report in the sender's outbox for this receiver; 0 without a sender.</param>
[GenerateSerializer, Immutable, Alias("venue-delivery")]
public sealed record VenueDelivery(
    [property: Id(0)] string? Sender, [property: Id(1)] long Sequence, [property: Id(2)] ImmutableArray<VenueReport> Reports);
