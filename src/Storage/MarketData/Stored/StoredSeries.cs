using System.Text.Json;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.Json;

namespace Trading.Storage.MarketData.Stored;

/// <summary>What one import brought of a series, as its row keeps it: enough to build the dataset's symbol again.</summary>
/// <param name="Terms">What that import gave of the instrument.</param>
/// <param name="Synthetic">Scenario of generated data, else null.</param>
public sealed record StoredSeries(SeriesSummary Summary, InstrumentTerms Terms, string? Synthetic)
{
    /// <summary>The read model's row.</summary>
    public DatasetSeriesRow ToRow(string datasetId, DatasetSymbol symbol, string importId) => new(
        datasetId,
        symbol.Symbol,
        SeriesKinds.NameOf(Summary.Kind),
        importId,
        Summary.Interval?.FixedLengthMs,
        Summary.PriceScale,
        Summary.QuantityScale,
        DateTimeOffset.FromUnixTimeMilliseconds(Summary.FromMs),
        DateTimeOffset.FromUnixTimeMilliseconds(Summary.ToMs),
        Summary.Rows,
        Summary.Quality.GapCount,
        JsonSerializer.Serialize(this, TradingJson.Options));

    public static StoredSeries Of(DatasetSeriesRow row) => JsonSerializer.Deserialize<StoredSeries>(row.Quality, TradingJson.Options)
        ?? throw new JsonException($"Series {row.Symbol} {row.Kind} of {row.DatasetId} has no summary.");

    /// <summary>The symbol that these imports make together, in the order in which they came.</summary>
    public static DatasetSymbol Combine(DatasetSymbolRow symbol, IEnumerable<StoredSeries> imports) => imports.Aggregate(
        new DatasetSymbol(symbol.Symbol, symbol.Venue, InstrumentTerms.None, []),
        (whole, import) => whole.Add(import.Summary) with { Terms = import.Terms.Over(whole.Terms), Synthetic = whole.Synthetic ?? import.Synthetic });
}
