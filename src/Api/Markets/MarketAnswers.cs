using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Stored;

namespace Trading.Api.Markets;

/// <summary>A market as one dataset shows it: of those that the caller may read, the one whose data are newest.</summary>
/// <param name="LastPrice">Of the newest trade, or close of the newest candle.</param>
/// <param name="MarkPrice">Of the newest mark; without marks the mid of the newest book, without a book the last price.</param>
/// <param name="At">Time of the newest of these prices.</param>
/// <param name="Freshness">Always <c>dead</c>: it is of a recording. How fresh a session's live feed is stands with the session's markets.</param>
/// <param name="Synthetic">The scenario that generated the data; null for recorded ones.</param>
/// <param name="Dataset">Id of the dataset, whose prices and instrument these are.</param>
/// <param name="Kinds">What the dataset holds of the market.</param>
/// <param name="MarkSource">Where the mark comes from: <c>mark</c>, <c>book</c> or <c>trade</c>.</param>
public sealed record RecordedMarketAnswer(
    Symbol Symbol, decimal? LastPrice, decimal? MarkPrice, decimal? Bid, decimal? Ask, DateTimeOffset? At, string Freshness, string Venue,
    decimal TickSize, decimal LotSize, decimal MinQuantity, decimal MinNotional, decimal ContractSize, int MaxLeverage, decimal MaintenanceMarginRate,
    decimal LiquidationFeeRate, string? Synthetic, string Dataset, ImmutableArray<string> Kinds, string? MarkSource);

/// <param name="TradeId">The exchange's number; null when the source had none.</param>
public sealed record MarketTradeAnswer(DateTimeOffset At, decimal Price, decimal Quantity, TakerSide Side, string? TradeId)
{
    public static MarketTradeAnswer From(RecordedTrade trade)
    {
        ArgumentNullException.ThrowIfNull(trade);
        return new(
            DateTimeOffset.FromUnixTimeMilliseconds(trade.TimeMs), trade.Price, trade.Quantity, trade.Side,
            trade.TradeId?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
public sealed record MarketBookAnswer(
    Symbol Symbol, string Venue, DateTimeOffset At, ImmutableArray<BookLevelAnswer> Bids, ImmutableArray<BookLevelAnswer> Asks)
{
    public static MarketBookAnswer From(Symbol symbol, string venue, RecordedBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new(
            symbol, venue, DateTimeOffset.FromUnixTimeMilliseconds(book.TimeMs), [.. book.Bids.Select(BookLevelAnswer.From)],
            [.. book.Asks.Select(BookLevelAnswer.From)]);
    }
}

public sealed record BookLevelAnswer(decimal Price, decimal Quantity)
{
    public static BookLevelAnswer From(RecordedLevel level)
    {
        ArgumentNullException.ThrowIfNull(level);
        return new(level.Price, level.Quantity);
    }
}
