using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Accounts;

namespace Trading.Domain.Risk;

/// <summary>The judgement of one order: approved when nothing failed.</summary>
/// <param name="Failures">All failures, in the order of the checks.</param>
/// <param name="Leverage">The leverage that the order will have: the position's, or a working entry's of the symbol, else its own.</param>
/// <param name="Reservation">What an approved opening order reserves; null for a reducing or refused one.</param>
[GenerateSerializer, Immutable, Alias("risk-verdict")]
public sealed record RiskVerdict(
    [property: Id(0)] ImmutableArray<RiskFailure> Failures,
    [property: Id(1)] int Leverage,
    [property: Id(2)] Reservation? Reservation)
{
    [JsonIgnore]
    public bool IsApproved => Failures.IsEmpty;

    /// <summary>The first reason; null when approved.</summary>
    [JsonIgnore]
    public string? Reason => Failures.IsEmpty ? null : Failures[0].Reason;

    [JsonIgnore]
    public ImmutableArray<string> Reasons => [.. Failures.Select(failure => failure.Reason)];
}
