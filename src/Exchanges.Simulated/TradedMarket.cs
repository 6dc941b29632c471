using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Positions;

namespace Trading.Exchanges.Simulated;

/// <summary>One symbol at the venue: its market, the account's position in it, and the account's orders that work there.</summary>
internal sealed class TradedMarket(int index, VenueMarket definition, StopTrigger stopTrigger)
{
    public int Index { get; } = index;

    public MarketState State { get; } = new(definition);

    public Position Position { get; private set; } = Position.Flat("", definition.Instrument.Symbol);

    /// <summary>The position's signed quantity, scaled.</summary>
    public long Held { get; private set; }

    /// <summary>Twice the scaled liquidation price; 0 when nothing liquidates.</summary>
    public long LiquidationHalf { get; private set; }

    /// <summary>Buys, highest price first, then sells, lowest first; equal prices by arrival.</summary>
    public List<RestingOrder> Limits { get; } = [];

    /// <summary>Stops and targets by arrival.</summary>
    public List<RestingOrder> Triggers { get; } = [];

    /// <summary>Requests without latency, and all those of a candle market: they arrive with the symbol's next event.</summary>
    public List<Request> Awaiting { get; } = [];

    /// <summary>Number of the market event being worked through.</summary>
    public long EventNumber { get; set; }

    /// <summary>Where the price stands inside a candle step's move.</summary>
    public long Cursor { get; set; }

    /// <summary>Time of the last candle step, Unix ms.</summary>
    public long StepTimeMs { get; set; } = -1;

    /// <summary>Time of the last candle step that opened or added to the position, Unix ms.</summary>
    public long EntryStepMs { get; set; } = -1;

    /// <summary>Where the price stood when it did.</summary>
    public long EntryLevel { get; set; }

    public bool IsQuiet => Held == 0 && Limits.Count == 0 && Triggers.Count == 0 && Awaiting.Count == 0;

    public bool IsTriggeredByMark => stopTrigger is StopTrigger.Mark;

    /// <summary>Twice the scaled price that triggers are compared with.</summary>
    public long TriggerPriceHalf => IsTriggeredByMark ? State.MarkHalf : 2 * State.Last;

    /// <summary>A candle's move passes every level only where its own price is what triggers.</summary>
    public bool PathTriggers => State.MarksAreLast || !IsTriggeredByMark;

    public bool IsLiquidatedAt(long markHalf) => LiquidationHalf > 0 && markHalf > 0 && Held switch
    {
        > 0 => markHalf <= LiquidationHalf,
        < 0 => markHalf >= LiquidationHalf,
        _ => false,
    };

    public void SetPosition(Position position)
    {
        Position = position;
        Held = State.ScaleQuantity(position.Quantity);
        LiquidationHalf = position.Margin.LiquidationPrice is { } price ? 2 * State.ScalePrice(price) : 0;
    }

    public void AddResting(RestingOrder order)
    {
        if (order.IsTrigger)
        {
            Triggers.Add(order);
            return;
        }

        var at = Limits.FindIndex(other => ComesBefore(order, other));
        Limits.Insert(at < 0 ? Limits.Count : at, order);
    }

    public void Remove(RestingOrder order)
    {
        if (!Limits.Remove(order))
        {
            Triggers.Remove(order);
        }
    }

    /// <summary>Every working order, by arrival.</summary>
    public IEnumerable<RestingOrder> Working => Limits.Concat(Triggers).OrderBy(order => order.Number);

    public MarketSnapshot Snapshot(long nowMs) => new(
        State.Definition, Position, State.Bids.Snapshot(), State.Asks.Snapshot(), State.Last, State.MarkHalf,
        State.PublishedRate == MarketEvent.None ? null : State.PublishedRate, State.Volume.Snapshot(nowMs),
        StepTimeMs, EntryStepMs, EntryLevel, [.. Awaiting.Select(RequestSnapshot.Of)]);

    public void Restore(MarketSnapshot snapshot)
    {
        State.Bids.Restore(snapshot.Bids);
        State.Asks.Restore(snapshot.Asks);
        State.Volume.Restore(snapshot.Volume);
        (State.Last, State.MarkHalf, State.PublishedRate) = (snapshot.Last, snapshot.MarkHalf, snapshot.PublishedRate ?? MarketEvent.None);
        (StepTimeMs, EntryStepMs, EntryLevel) = (snapshot.StepTimeMs, snapshot.EntryStepMs, snapshot.EntryLevel);
        Cursor = snapshot.Last;
        Awaiting.AddRange(snapshot.Awaiting.Select(request => request.ToRequest()));
        SetPosition(snapshot.Position);
    }

    /// <summary>The same position, orders and requests in a market of another source, of which nothing is known yet.</summary>
    public TradedMarket Relisted(VenueMarket other)
    {
        var widened = other with
        {
            PriceScale = Math.Max(other.PriceScale, State.PriceScale),
            QuantityScale = Math.Max(other.QuantityScale, State.QuantityScale),
        };
        var relisted = new TradedMarket(Index, widened, stopTrigger);
        var hasBook = other.Series.HasFlag(MarketSeries.Book);
        foreach (var order in Working)
        {
            order.Leaves = relisted.State.ScaleQuantity(State.QuantityOf(order.Leaves));
            order.Opening(relisted.State.ScaleQuantity(State.QuantityOf(order.OpeningQuantity)));
            order.QueueAhead = hasBook ? BookSide.UnknownQuantity : 0;
            order.ArrivedInEvent = -1;
            order.IsOfEntryStep = false;
            order.ReadPrices(relisted.State);
            relisted.AddResting(order);
        }

        relisted.Awaiting.AddRange(Awaiting);
        relisted.SetPosition(Position);
        return relisted;
    }

    private static bool ComesBefore(RestingOrder order, RestingOrder other) => order.IsBuy != other.IsBuy
        ? order.IsBuy
        : order.IsBuy ? order.Price > other.Price : order.Price < other.Price;
}
