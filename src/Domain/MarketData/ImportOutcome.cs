using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>What an import brings once it has read everything.</summary>
/// <param name="Errors">The first bad rows, at most 100, by line.</param>
[GenerateSerializer, Immutable, Alias("import-outcome")]
public sealed record ImportOutcome(
    [property: Id(0)] ImmutableArray<SeriesSummary> Series,
    [property: Id(1)] long Rows,
    [property: Id(2)] long BadRows,
    [property: Id(3)] ImmutableArray<ImportError> Errors)
{
    public const int ErrorsKept = 100;

    /// <summary>Null when the import succeeded; then every series is complete. Else nothing may be kept.</summary>
    [Id(4)]
    public ImportError? Failure { get; init; }
}
