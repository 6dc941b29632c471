using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators.Histories;

/// <summary>The best bid and ask of a symbol, as the functions of them that indicators average. Unknown while crossed or one-sided.</summary>
internal sealed class BookHistory : SeriesHistory
{
    private IntegralLane? _spreadPct;
    private IntegralLane? _imbalancePct;
    private IntegralLane? _liquidity;

    public IntegralLane SpreadPct => _spreadPct ??= Integral();

    public IntegralLane ImbalancePct => _imbalancePct ??= Integral();

    /// <summary>Notional at the best prices, in units of both scales.</summary>
    public IntegralLane Liquidity => _liquidity ??= Integral();

    public static double SpreadPctOf(in MarketEvent book) => 200.0 * (book.AskPrice - book.Price) / ((double)book.AskPrice + book.Price);

    public void Push(in MarketEvent book)
    {
        if (!book.HasTwoSides)
        {
            PushUnknown(book.TimeMs);
            return;
        }

        var previous = 0;
        var time = Math.Max(book.TimeMs, Recent.LastTime);
        var slot = Add(ref previous, time);
        _spreadPct?.Push(slot, previous, time, SpreadPctOf(book), 1);
        if (_imbalancePct is not null)
        {
            var both = (double)book.Quantity + book.AskQuantity;
            var isKnown = both > 0;
            _imbalancePct.Push(slot, previous, time, isKnown ? 100.0 * (book.Quantity - book.AskQuantity) / both : 0, isKnown ? 1 : 0);
        }

        _liquidity?.Push(slot, previous, time, ((double)book.Price * book.Quantity) + ((double)book.AskPrice * book.AskQuantity), 1);
    }

    private IntegralLane Integral() => Join(new IntegralLane(Recent, Old));
}
