using Trading.Domain.Instruments;

namespace Trading.Storage.Datasets;

/// <summary>A named collection of recorded, imported or generated market data.</summary>
/// <param name="Id"><c>dat-…</c>.</param>
/// <param name="Name">Unique per owner.</param>
/// <param name="State"><c>importing</c>, <c>ready</c> or <c>failed</c>.</param>
/// <param name="Scenario">Scenario of a generated dataset, which is always shown as synthetic; null otherwise.</param>
/// <param name="SealedAt">Set by the first session or sweep: immutable from then on.</param>
public sealed record DatasetRow(
    string Id, string Owner, string Name, bool Shared, string State, string? Scenario, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    DateTimeOffset? SealedAt = null);

/// <summary>One market of a dataset.</summary>
public sealed record DatasetSymbolRow(string DatasetId, Symbol Symbol, string Venue, Instrument Instrument);

/// <summary>One kind of data of one market, as one import added it. Series of the same symbol and kind never overlap in time.</summary>
/// <param name="Kind"><c>trades</c>, <c>book</c>, <c>candles</c>, <c>mark</c> or <c>funding</c>.</param>
/// <param name="IntervalMs">Length of a candle; null for other kinds.</param>
/// <param name="PriceScale">Decimals of the prices in the segments.</param>
/// <param name="QuantityScale">Decimals of the quantities in the segments.</param>
/// <param name="From">Time of the first row.</param>
/// <param name="To">Time of the last row.</param>
/// <param name="GapCount">Gaps over twice the usual spacing.</param>
/// <param name="Quality">The quality report as JSON.</param>
public sealed record DatasetSeriesRow(
    string DatasetId, Symbol Symbol, string Kind, string ImportId, long? IntervalMs, int PriceScale, int QuantityScale,
    DateTimeOffset From, DateTimeOffset To, long RowCount, long GapCount, string Quality);

/// <summary>One import or generation into a dataset.</summary>
/// <param name="Id"><c>imp-…</c>.</param>
/// <param name="RunId">The run that works on it; a run whose id is no longer here is refused.</param>
/// <param name="State"><c>importing</c>, <c>ready</c> or <c>failed</c>.</param>
/// <param name="Source">What to read or generate, as JSON, so that another silo can start it anew.</param>
/// <param name="ProgressPct">0–100.</param>
public sealed record ImportRow(
    string Id, string DatasetId, string RunId, Symbol Symbol, string Kind, long? IntervalMs, string State, string Source,
    double ProgressPct, long RowCount, long BadRowCount, string? FailureCode, string? FailureDetail,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A fault of one row of an imported file.</summary>
/// <param name="Ordinal">Counts the errors of an import, from 0.</param>
/// <param name="Line">Line of the file, from 1.</param>
public sealed record ImportErrorRow(string ImportId, int Ordinal, long Line, string Code, string Detail);

/// <summary>What a finished import adds, in one transaction.</summary>
/// <param name="Symbol">Inserted when the dataset does not have it yet.</param>
public sealed record ImportResult(
    string ImportId, string RunId, DatasetSymbolRow Symbol, IReadOnlyList<DatasetSeriesRow> Series, long RowCount, long BadRowCount,
    IReadOnlyList<ImportErrorRow> Errors, DateTimeOffset At);

/// <summary>Why an import added nothing.</summary>
public sealed record ImportFailure(
    string ImportId, string RunId, string Code, string Detail, long RowCount, long BadRowCount, IReadOnlyList<ImportErrorRow> Errors, DateTimeOffset At);

public sealed record DatasetFilter(string? Owner = null, string? Name = null, string? State = null, bool? Shared = null)
{
    /// <summary>With <see cref="Owner"/>: also those that others marked shared.</summary>
    public bool OrShared { get; init; }
}

public enum CompleteOutcome
{
    Completed = 0,

    /// <summary>Another run took the import over, or it is over.</summary>
    StaleRun = 1,

    /// <summary>A session sealed the dataset meanwhile.</summary>
    Sealed = 2,

    /// <summary>The same symbol and kind is there already for part of the span.</summary>
    Overlap = 3,
}

public enum DeleteOutcome
{
    Deleted = 0,
    NotFound = 1,

    /// <summary>A session that is not archived refers to it.</summary>
    InUse = 2,
}
