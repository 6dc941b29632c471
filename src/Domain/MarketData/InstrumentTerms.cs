using System.Text.Json;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData;

/// <summary>The rules of an instrument as far as an importer gave them; null where the default holds (spec: sessions, Datasets).</summary>
[GenerateSerializer, Immutable, Alias("instrument-terms")]
public sealed record InstrumentTerms(
    [property: Id(0)] decimal? TickSize = null,
    [property: Id(1)] decimal? LotSize = null,
    [property: Id(2)] decimal? MinQuantity = null,
    [property: Id(3)] decimal? MinNotional = null,
    [property: Id(4)] decimal? ContractSize = null,
    [property: Id(5)] int? MaxLeverage = null,
    [property: Id(6)] decimal? MaintenanceMarginRate = null,
    [property: Id(7)] decimal? LiquidationFeeRate = null)
{
    public static InstrumentTerms None { get; } = new();

    /// <summary>Reads the import's <c>instrument</c> member; faults are added with pointers below <paramref name="pointer"/>.</summary>
    /// <returns>Null when a fault was added.</returns>
    public static InstrumentTerms? Parse(JsonElement json, string pointer, ICollection<ValidationError> errors) =>
        InstrumentTermsJson.Parse(json, pointer, errors);

    /// <summary>All that a venue says of an instrument.</summary>
    public static InstrumentTerms Of(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return new InstrumentTerms(
            instrument.TickSize, instrument.LotSize, instrument.MinQuantity, instrument.MinNotional, instrument.ContractSize, instrument.MaxLeverage,
            instrument.MaintenanceMarginRate, instrument.LiquidationFeeRate);
    }

    /// <summary>Later terms over earlier ones.</summary>
    public InstrumentTerms Over(InstrumentTerms earlier) => new(
        TickSize ?? earlier.TickSize, LotSize ?? earlier.LotSize, MinQuantity ?? earlier.MinQuantity, MinNotional ?? earlier.MinNotional,
        ContractSize ?? earlier.ContractSize, MaxLeverage ?? earlier.MaxLeverage, MaintenanceMarginRate ?? earlier.MaintenanceMarginRate,
        LiquidationFeeRate ?? earlier.LiquidationFeeRate);

    /// <summary>The whole instrument, defaults filled in.</summary>
    public Instrument ToInstrument(Symbol symbol, string venue, decimal tickSeen, decimal lotSeen)
    {
        var defaults = Instrument.WithDefaults(symbol, venue, TickSize ?? tickSeen, LotSize ?? lotSeen);
        return defaults with
        {
            MinQuantity = MinQuantity ?? defaults.MinQuantity,
            MinNotional = MinNotional ?? defaults.MinNotional,
            ContractSize = ContractSize ?? defaults.ContractSize,
            MaxLeverage = MaxLeverage ?? defaults.MaxLeverage,
            MaintenanceMarginRate = MaintenanceMarginRate ?? defaults.MaintenanceMarginRate,
            LiquidationFeeRate = LiquidationFeeRate ?? defaults.LiquidationFeeRate,
        };
    }
}
