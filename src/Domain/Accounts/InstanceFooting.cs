using Orleans;

namespace Trading.Domain.Accounts;

/// <summary>What an instance needs to know of the account at an evaluation.</summary>
/// <param name="HasSlot">The instance holds a signal slot of its session.</param>
/// <param name="SymbolFree">No other instance holds the symbol.</param>
[GenerateSerializer, Immutable, Alias("instance-footing")]
public sealed record InstanceFooting(
    [property: Id(0)] decimal Equity,
    [property: Id(1)] decimal DayStartEquity,
    [property: Id(2)] bool HasSlot,
    [property: Id(3)] bool SymbolFree);
