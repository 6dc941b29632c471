using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Risk;

/// <summary>New values of some limits. Whoever keeps the limits merges it, so that of two changes at once neither undoes the other.</summary>
/// <param name="Values">Read only for what is named.</param>
/// <param name="Names">The limits that change, by their names in <see cref="RiskLimitCatalog"/>; an unknown one is passed over.</param>
[GenerateSerializer, Immutable, Alias("risk-limits-change")]
public sealed record RiskLimitsChange([property: Id(0)] RiskLimits Values, [property: Id(1)] ImmutableArray<string> Names)
{
    public static RiskLimitsChange None { get; } = new(RiskLimits.Default, []);

    /// <summary><paramref name="limits"/> with everything that is named as <see cref="Values"/> has it.</summary>
    public RiskLimits Over(RiskLimits limits) => Names
        .Select(RiskLimitCatalog.Find)
        .OfType<RiskLimit>()
        .Aggregate(limits, (changed, limit) => limit.Copy(Values, changed));
}
