using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What the host has to do for a decision, in this order.</summary>
[JsonDerivedType(typeof(PlaceOrder), "place")]
[JsonDerivedType(typeof(CancelOrder), "cancel")]
[JsonDerivedType(typeof(SignalChanged), "signal")]
[JsonDerivedType(typeof(RaiseAlert), "alert")]
[GenerateSerializer, Immutable, Alias("instance-effect")]
public abstract record InstanceEffect;

/// <summary>Put the intent before risk and, approved, place it; then call <see cref="StrategyInstance.Answer"/> either way.</summary>
[GenerateSerializer, Immutable, Alias("instance-place-order")]
public sealed record PlaceOrder([property: Id(0)] string OrderId, [property: Id(1)] OrderIntent Intent) : InstanceEffect;

[GenerateSerializer, Immutable, Alias("instance-cancel-order")]
public sealed record CancelOrder([property: Id(0)] string OrderId, [property: Id(1)] string Reason) : InstanceEffect;

/// <summary>A signal was raised or found its outcome.</summary>
[GenerateSerializer, Immutable, Alias("instance-signal-changed")]
public sealed record SignalChanged([property: Id(0)] SignalRecord Signal) : InstanceEffect;

/// <param name="Code"><c>instance_faulted</c>, <c>exit_failing</c>, <c>late_fill</c>.</param>
[GenerateSerializer, Immutable, Alias("instance-raise-alert")]
public sealed record RaiseAlert([property: Id(0)] string Code, [property: Id(1)] string Detail) : InstanceEffect;
