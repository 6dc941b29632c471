using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

internal sealed class MarkCursor(ISegmentSource segments, DatasetSymbol symbol, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(segments, symbol, SeriesKind.Mark, SeriesSchema.MarkRate + 1, fromMs, toMs, cancellation)
{
    protected override void Write(EventBuffer buffer, ReadOnlySpan<ushort> places)
    {
        var marks = Column(SeriesSchema.MarkPrice);
        for (var index = 0; index < places.Length; index++)
        {
            var row = Row + index;
            buffer.Events[places[index]] = new MarketEvent
            {
                TimeMs = Times[row],
                Price = marks[row],
                AskPrice = Has(SeriesSchema.IndexPrice) ? Column(SeriesSchema.IndexPrice)[row] : 0,
                AskQuantity = Has(SeriesSchema.MarkRate) ? Column(SeriesSchema.MarkRate)[row] : MarketEvent.None,
                Kind = MarketEventKind.Mark,
                DepthIndex = -1,
            };
        }
    }
}

internal sealed class FundingCursor(ISegmentSource segments, DatasetSymbol symbol, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(segments, symbol, SeriesKind.Funding, SeriesSchema.FundingRate + 1, fromMs, toMs, cancellation)
{
    protected override void Write(EventBuffer buffer, ReadOnlySpan<ushort> places)
    {
        var rates = Column(SeriesSchema.FundingRate);
        for (var index = 0; index < places.Length; index++)
        {
            var row = Row + index;
            buffer.Events[places[index]] = new MarketEvent
            {
                TimeMs = Times[row],
                Quantity = rates[row],
                Kind = MarketEventKind.Funding,
                DepthIndex = -1,
            };
        }
    }
}
