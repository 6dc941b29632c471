using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>A run has taken an intervention up.</summary>
/// <param name="Number">Of the intervention.</param>
/// <param name="At">Event time from which on it holds.</param>
/// <param name="Refused">See <see cref="Intervention"/>.</param>
[GenerateSerializer, Immutable, Alias("intervention-taken")]
public sealed record InterventionTaken([property: Id(0)] int Number, [property: Id(1)] DateTimeOffset At, [property: Id(2)] ImmutableArray<Symbol> Refused);
