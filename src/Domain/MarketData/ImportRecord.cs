using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData;

/// <summary>One import, generation or recording into a dataset. A failed one added nothing.</summary>
/// <param name="Kind">Null for a generation and a recording, which add several kinds.</param>
/// <param name="Rows">Good rows so far.</param>
/// <param name="BadRows">All bad rows, of which <paramref name="Errors"/> details the first 100; notes on values that were rounded or not kept stand behind them.</param>
/// <param name="Percent">0–100 of the work.</param>
[GenerateSerializer, Immutable, Alias("import-record")]
public sealed record ImportRecord(
    [property: Id(0)] string Id,
    [property: Id(1)] Symbol Symbol,
    [property: Id(2)] SeriesKind? Kind,
    [property: Id(3)] ImportState State,
    [property: Id(4)] long Rows,
    [property: Id(5)] long BadRows,
    [property: Id(6)] ImmutableArray<ImportError> Errors,
    [property: Id(7)] double Percent,
    [property: Id(8)] DateTimeOffset StartedAt)
{
    /// <summary>What it adds is generated: by itself, or by the feed that it records.</summary>
    [Id(9)]
    public bool IsSynthetic { get; init; }
}
