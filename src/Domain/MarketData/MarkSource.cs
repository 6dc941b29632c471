namespace Trading.Domain.MarketData;

/// <summary>
/// The one rule for the mark: the mark series, without one the book's mid, without a book the last trade price. Fed every event
/// in stream order. Kept as twice the scaled price, so that a mid stays an exact integer.
/// </summary>
/// <param name="expected">The series to take it from when that is known beforehand; <see cref="MarkSeries.None"/> takes the best one seen so far.</param>
public struct MarkSource(MarkSeries expected = MarkSeries.None)
{
    /// <summary>The series in use; <see cref="MarkSeries.None"/> before its first event.</summary>
    public MarkSeries Series { get; private set; }

    /// <summary>Twice the last known mark, scaled; 0 before the first.</summary>
    public long TwiceMark { get; private set; }

    /// <summary>False before the first event, while the book it comes from is crossed or one-sided, and from a gap until the next event of its series.</summary>
    public bool IsKnown { get; private set; }

    /// <returns>True when <see cref="TwiceMark"/> or <see cref="IsKnown"/> changed.</returns>
    public bool Apply(in MarketEvent market)
    {
        switch (market.Kind)
        {
            case MarketEventKind.Mark:
                return market.Price > 0 && Take(MarkSeries.Mark, 2 * market.Price);
            case MarketEventKind.Book:
                return market.HasTwoSides ? Take(MarkSeries.Book, market.Price + market.AskPrice) : Lose(MarkSeries.Book);
            case MarketEventKind.Trade or MarketEventKind.CandleStep:
                return market.Price > 0 && Take(MarkSeries.Trade, 2 * market.Price);
            case MarketEventKind.Gap:
                return Lose(Series);
            default:
                return false;
        }
    }

    /// <summary>The same as <see cref="Apply"/> for each event in turn. Looks back from the newest event as far as it must.</summary>
    /// <returns>True when <see cref="TwiceMark"/> or <see cref="IsKnown"/> may have changed.</returns>
    public bool ApplyAll(ReadOnlySpan<MarketEvent> events)
    {
        if (expected == MarkSeries.None)
        {
            return ApplyInTurn(events);
        }

        var isLost = false;
        for (var index = events.Length - 1; index >= 0; index--)
        {
            ref readonly var market = ref events[index];
            if (market.Kind == MarketEventKind.Gap || (market.Kind == MarketEventKind.Book && expected == MarkSeries.Book && !market.HasTwoSides))
            {
                isLost = true;
            }
            else if (TwiceMarkOf(in market) is > 0 and var twiceMark)
            {
                (Series, TwiceMark, IsKnown) = (expected, twiceMark, !isLost);
                return true;
            }
        }

        IsKnown &= !isLost;
        return isLost;
    }

    /// <summary>The last known mark in quote units; a mid of an odd sum has one decimal more than the scale.</summary>
    public readonly decimal ToDecimal(int priceScale) => Scaled.ToDecimal(TwiceMark, priceScale) / 2m;

    /// <summary>NaN when unknown.</summary>
    public readonly double ToIndicatorInput(int priceScale) => IsKnown ? Scaled.ToIndicatorInput(TwiceMark, priceScale) / 2 : double.NaN;

    private bool ApplyInTurn(ReadOnlySpan<MarketEvent> events)
    {
        var isMoved = false;
        foreach (ref readonly var market in events)
        {
            isMoved |= Apply(in market);
        }

        return isMoved;
    }

    /// <summary>What the event says of the expected series; 0 when nothing.</summary>
    private readonly long TwiceMarkOf(in MarketEvent market) => (market.Kind, expected) switch
    {
        (MarketEventKind.Mark, MarkSeries.Mark) => 2 * market.Price,
        (MarketEventKind.Book, MarkSeries.Book) => market.Price + market.AskPrice,
        (MarketEventKind.Trade or MarketEventKind.CandleStep, MarkSeries.Trade) => 2 * market.Price,
        _ => 0,
    };

    private bool Take(MarkSeries series, long twiceMark)
    {
        if (!Feeds(series) || (IsKnown && Series == series && TwiceMark == twiceMark))
        {
            return false;
        }

        (Series, TwiceMark, IsKnown) = (series, twiceMark, true);
        return true;
    }

    private bool Lose(MarkSeries series)
    {
        if (!Feeds(series) || !IsKnown || Series != series)
        {
            return false;
        }

        IsKnown = false;
        return true;
    }

    private readonly bool Feeds(MarkSeries series) => expected == MarkSeries.None ? series >= Series : series == expected;
}
