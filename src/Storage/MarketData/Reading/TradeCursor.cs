using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

internal sealed class TradeCursor(ISegmentSource segments, DatasetSymbol symbol, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(segments, symbol, SeriesKind.Trades, SeriesSchema.Time + 1, fromMs, toMs, cancellation)
{
    private readonly RowColumn _prices = new();
    private readonly RowColumn _quantities = new();
    private readonly RowColumn _sides = new();

    // Member by member: a whole event would be made beside its place and copied there.
    protected override void Write(EventBuffer buffer, ReadOnlySpan<ushort> places)
    {
        var events = buffer.Events.AsSpan();
        ReadOnlySpan<long> times = Times.AsSpan(Row, places.Length);
        var prices = _prices.Read(Row, places.Length);
        var quantities = _quantities.Read(Row, places.Length);
        var sides = _sides.Read(Row, places.Length);
        for (var index = 0; index < places.Length; index++)
        {
            ref var market = ref events[places[index]];
            market.TimeMs = times[index];
            market.Price = prices[index];
            market.Quantity = quantities[index];
            market.AskPrice = 0;
            market.AskQuantity = 0;
            market.Side = (TakerSide)sides[index];
            market.Kind = MarketEventKind.Trade;
            market.DepthIndex = -1;
        }
    }

    protected override void OnLoaded(SegmentReader segment)
    {
        Hold(segment);
        _prices.Segment.Load(segment, SeriesSchema.TradePrice, PriceFactorOf(segment), Cancellation);
        _quantities.Segment.Load(segment, SeriesSchema.TradeQuantity, QuantityFactorOf(segment), Cancellation);
        _sides.Segment.Load(segment, SeriesSchema.TradeSide, factor: 1, Cancellation);
    }
}
