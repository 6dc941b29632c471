namespace Trading.Domain.MarketData;

/// <summary>
/// Leaves bad events of one symbol out and counts them by kind: prices or quantities that cannot be, time running backwards, a crossed
/// book, a jump of the price above a limit.
/// </summary>
/// <param name="jumpMaxPct">Largest move of the traded price or the mid from one event to the next, percent, above 0.</param>
public sealed class MarketScreen(decimal jumpMaxPct = MarketScreen.JumpMaxPctDefault)
{
    public const decimal JumpMaxPctDefault = 50m;

    /// <summary>A price that was thought to be wrong is right when this many in a row say the same.</summary>
    private const int ConfirmingEvents = 5;

    private readonly long[] _counts = new long[BadEventKinds.Count];
    private readonly decimal _jumpMax = jumpMaxPct / 100m;
    private long _timeMs = long.MinValue;
    private long _trade;
    private long _twiceMid;
    private int _jumps;

    public long CountOf(BadEventKind kind) => _counts[(int)kind];

    /// <returns>The batch itself when all of it is good; null when nothing is.</returns>
    public MarketBatch? Screen(MarketBatch batch)
    {
        MarketEvent[]? kept = null;
        var count = 0;
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var market = ref batch.Events[index];
            if (FaultOf(in market) is { } fault)
            {
                _counts[(int)fault]++;
                kept ??= Begin(batch, index, out count);
            }
            else if (kept is not null)
            {
                kept[count++] = market;
            }
        }

        return kept is null ? batch
            : count == 0 ? null
            : new MarketBatch(batch.Symbol, batch.PriceScale, batch.QuantityScale, kept, count, batch.Depth.ToArray(), batch.DepthLevels);
    }

    private static MarketEvent[] Begin(MarketBatch batch, int good, out int count)
    {
        var kept = new MarketEvent[batch.Count];
        batch.Events[..good].CopyTo(kept);
        count = good;
        return kept;
    }

    private BadEventKind? FaultOf(in MarketEvent market)
    {
        if (market.TimeMs < _timeMs)
        {
            return BadEventKind.TimeBackwards;
        }

        var fault = market.Kind switch
        {
            MarketEventKind.Trade => market.Price <= 0 ? BadEventKind.Price
                : market.Quantity <= 0 ? BadEventKind.Quantity
                : JumpOf(market.Price, ref _trade),
            MarketEventKind.Book => FaultOfBook(in market),
            MarketEventKind.Mark when market.Price <= 0 || market.AskPrice < 0 => BadEventKind.Price,
            _ => (BadEventKind?)null,
        };
        if (fault is null)
        {
            _timeMs = market.TimeMs;
        }

        return fault;
    }

    private BadEventKind? FaultOfBook(in MarketEvent book)
    {
        if (book.Price < 0 || book.AskPrice < 0)
        {
            return BadEventKind.Price;
        }

        if ((book.Price > 0 && book.Quantity <= 0) || (book.AskPrice > 0 && book.AskQuantity <= 0))
        {
            return BadEventKind.Quantity;
        }

        if (book.Price == 0 || book.AskPrice == 0)
        {
            return null;
        }

        return book.Price > book.AskPrice ? BadEventKind.CrossedBook : JumpOf(book.Price + book.AskPrice, ref _twiceMid);
    }

    private BadEventKind? JumpOf(long price, ref long before)
    {
        if (before > 0 && Math.Abs((decimal)price - before) > before * _jumpMax && ++_jumps < ConfirmingEvents)
        {
            return BadEventKind.Jump;
        }

        (before, _jumps) = (price, 0);
        return null;
    }
}
