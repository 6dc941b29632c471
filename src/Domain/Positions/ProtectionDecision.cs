using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <param name="After">The protection once the commands are under way; durable before they are sent.</param>
public sealed record ProtectionDecision(Protection After, ImmutableArray<ProtectionCommand> Commands);

/// <summary>Something that the protection asks for. The host names orders by origin and ordinal.</summary>
[JsonDerivedType(typeof(PlaceProtective), "place")]
[JsonDerivedType(typeof(CancelProtective), "cancel")]
[JsonDerivedType(typeof(AlertUnprotected), "alert")]
[GenerateSerializer, Immutable, Alias("protection-command")]
public abstract record ProtectionCommand;

[GenerateSerializer, Immutable, Alias("place-protective")]
public sealed record PlaceProtective([property: Id(0)] OrderIntent Intent) : ProtectionCommand;

[GenerateSerializer, Immutable, Alias("cancel-protective")]
public sealed record CancelProtective([property: Id(0)] string Origin, [property: Id(1)] int Ordinal) : ProtectionCommand;

/// <summary>The venue refused the protective order again and again: a person has to look.</summary>
[GenerateSerializer, Immutable, Alias("alert-unprotected")]
public sealed record AlertUnprotected([property: Id(0)] string Origin, [property: Id(1)] string Reason) : ProtectionCommand;
