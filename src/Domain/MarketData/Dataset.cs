using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData;

public enum DatasetState
{
    Importing = 0,
    Ready = 1,
    Failed = 2,
}

/// <summary>What an import brings once it has read everything.</summary>
[GenerateSerializer, Immutable, Alias("import-result")]
public sealed record ImportResult(
    [property: Id(0)] ImmutableArray<SeriesSummary> Series,
    [property: Id(1)] long Rows,
    [property: Id(2)] long BadRows,
    [property: Id(3)] ImmutableArray<ImportError> Errors)
{
    /// <summary>Null when the import succeeded; then every series is complete. Else nothing may be kept.</summary>
    [Id(4)]
    public ImportError? Failure { get; init; }
}

/// <summary>A named collection of recorded series. Immutable from the first session or sweep on (<see cref="SealedBy"/>). All methods are pure.</summary>
[GenerateSerializer, Immutable, Alias("dataset")]
public sealed record Dataset(
    [property: Id(0)] string Id,
    [property: Id(1)] string Owner,
    [property: Id(2)] string Name,
    [property: Id(3)] bool Shared,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] string? SealedBy,
    [property: Id(6)] ImmutableArray<DatasetSymbol> Symbols,
    [property: Id(7)] ImmutableArray<ImportRecord> Imports)
{
    /// <summary>Importing while an import works; failed when none has succeeded; else ready.</summary>
    public DatasetState State => throw new NotSupportedException();

    public static Dataset Create(string id, string owner, string name, bool shared, DateTimeOffset now) =>
        new(id, owner, name, shared, now, SealedBy: null, Symbols: [], Imports: []);

    /// <summary>A name is 1–64 of <c>a-z 0-9 . _ -</c>.</summary>
    public static bool IsName(string? name) => throw new NotSupportedException();

    /// <summary>Starts an import.</summary>
    /// <param name="span">First and last time of the file when already known, so that an overlap is refused before any work.</param>
    /// <returns>The dataset, or the refusal: <c>dataset_sealed</c>, <c>dataset_overlap</c>, <c>conflict</c> (another venue, interval or running import of the kind).</returns>
    public (Dataset Dataset, ValidationError? Refusal) Start(
        ImportRecord import, string venue, InstrumentTerms terms, CandleInterval? interval, DataGap? span) => throw new NotSupportedException();

    /// <summary>Adds what the import read, or records its failure. Overlaps are judged again; repeating the call changes nothing.</summary>
    public Dataset Finish(string importId, string venue, InstrumentTerms terms, string? synthetic, ImportResult result) => throw new NotSupportedException();

    /// <summary>Progress of a running import.</summary>
    public Dataset Progress(string importId, double percent, long rows, long badRows) => throw new NotSupportedException();

    /// <summary>Seals for the first user; later users change nothing.</summary>
    public Dataset Seal(string by) => SealedBy is null ? this with { SealedBy = by } : this;

    public DatasetSymbol? Find(Symbol symbol) => Symbols.FirstOrDefault(held => held.Symbol == symbol);
}
