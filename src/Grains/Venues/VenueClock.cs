using Trading.Grains.Abstractions.LockStep;

namespace Trading.Grains.Venues;

/// <param name="Run">The newest run of the session's clock: no other moves the venue.</param>
/// <param name="Word">The last one with a report; after the end all that was said since.</param>
/// <param name="IsEnded">The data are at an end.</param>
[GenerateSerializer, Immutable, Alias("venue-clock")]
public sealed record VenueClock([property: Id(0)] int Run, [property: Id(1)] VenueWord? Word, [property: Id(2)] bool IsEnded);
