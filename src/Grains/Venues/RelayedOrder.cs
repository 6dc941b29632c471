using Trading.Domain.Instruments;

namespace Trading.Grains.Venues;

/// <summary>An order that was sent to a venue in another process, until its end has reached it.</summary>
/// <param name="AnnouncedAt">When it was last about to be sent.</param>
/// <param name="IsOver">The venue has said how it ended; its reports may still be on their way.</param>
[GenerateSerializer, Immutable, Alias("relayed-order")]
public sealed record RelayedOrder([property: Id(0)] Symbol Symbol, [property: Id(1)] DateTimeOffset AnnouncedAt, [property: Id(2)] bool IsOver);
