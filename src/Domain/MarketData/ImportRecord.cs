using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData;

public enum ImportState
{
    Importing = 0,
    Ready = 1,
    Failed = 2,
}

/// <summary>One fault of an imported file.</summary>
/// <param name="Line">1-based line (of Parquet: row); 0 when it concerns the whole file.</param>
/// <param name="Code">Stable code such as <c>malformed</c>, <c>out_of_range</c>, <c>out_of_order</c>.</param>
/// <param name="Detail">A sentence with the rule and what was found.</param>
[GenerateSerializer, Immutable, Alias("import-error")]
public sealed record ImportError([property: Id(0)] long Line, [property: Id(1)] string Code, [property: Id(2)] string Detail);

/// <summary>One import (or generation) into a dataset. A failed one added nothing.</summary>
/// <param name="Kind">Null for a generation, which adds several kinds.</param>
/// <param name="Rows">Good rows so far.</param>
/// <param name="BadRows">All bad rows, of which <paramref name="Errors"/> details the first 100.</param>
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
    [property: Id(8)] DateTimeOffset StartedAt);
