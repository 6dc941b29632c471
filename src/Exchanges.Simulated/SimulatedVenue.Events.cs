using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;

namespace Trading.Exchanges.Simulated;

/// <summary>What the market does to the venue: everything that fell due before an event, then the event.</summary>
public sealed partial class SimulatedVenue
{
    /// <summary>Works through one market event, first everything that fell due before it. Events come in stream order over all symbols.</summary>
    /// <param name="market"><see cref="IndexOf"/> the batch's symbol.</param>
    /// <param name="reports">Receives what happened, in order.</param>
    public void Advance(int market, MarketBatch batch, in MarketEvent @event, List<VenueReport> reports)
    {
        _desk.Reports = reports;
        Reach(@event.TimeMs);
        if (@event.Kind is MarketEventKind.Heartbeat or MarketEventKind.Gap)
        {
            return;
        }

        var traded = _markets[market];
        traded.EventNumber++;
        traded.State.Use(batch);
        switch (@event.Kind)
        {
            case MarketEventKind.Funding:
                OnFunding(traded, @event);
                break;
            case MarketEventKind.CandleStep:
                OnCandleStep(traded, @event);
                break;
            default:
                OnMarket(traded, batch, @event);
                break;
        }
    }

    /// <summary>
    /// The same as <see cref="Advance"/> for each event of a block in turn; cheap while <see cref="IsIdle"/>, and then also
    /// allowed symbol by symbol: blocks of other symbols may follow whose events are older.
    /// </summary>
    public void Observe(int market, MarketBatch batch, int offset, int count, List<VenueReport> reports)
    {
        var events = batch.Events.Slice(offset, count);
        var traded = _markets[market];
        if (events.IsEmpty || traded.State.IsCandles || traded.State.Bids.HasTaken || traded.State.Asks.HasTaken || !IsIdle)
        {
            foreach (ref readonly var @event in events)
            {
                Advance(market, batch, @event, reports);
            }

            return;
        }

        traded.State.Observe(batch, events);
        _clockMs = Math.Max(_clockMs, events[^1].TimeMs);
        if (_nextFundingMs <= _clockMs)
        {
            // Nothing is held: the fundings passed over are nobody's.
            _nextFundingMs = FundingClock.After(_clockMs);
        }

        _nextDueMs = _nextFundingMs;
    }

    /// <summary>Time reaches an instant without a market event: fundings up to it and arrivals before it.</summary>
    public void AdvanceTo(DateTimeOffset time, List<VenueReport> reports)
    {
        _desk.Reports = reports;
        Reach(time.ToUnixTimeMilliseconds());
    }

    private void Reach(long timeMs)
    {
        if (timeMs >= _nextDueMs)
        {
            RunAgenda(timeMs, arrivalsBeforeMs: timeMs);
        }

        _clockMs = Math.Max(_clockMs, timeMs);
    }

    /// <summary>
    /// Fundings up to an instant and arrivals before it, in order of time; at one time the funding first, which is on what
    /// was held before any fill stamped then.
    /// </summary>
    private void RunAgenda(long timeMs, long arrivalsBeforeMs)
    {
        _nextFundingMs = _nextFundingMs == Unset ? FundingClock.AtOrAfter(timeMs) : _nextFundingMs;
        while (true)
        {
            if (_nextFundingMs <= timeMs && _nextFundingMs <= _agenda.NextArrivalMs)
            {
                SettleScheduled(_nextFundingMs);
                _nextFundingMs += FundingClock.IntervalMs;
            }
            else if (_agenda.NextArrivalMs < arrivalsBeforeMs)
            {
                var request = _agenda.Take();
                Arrive(_markets[request.Market], request, isOfEntryStep: true, Math.Max(request.ArrivalMs, _clockMs));
            }
            else
            {
                break;
            }
        }

        _nextDueMs = Math.Min(_nextFundingMs, _agenda.IsEmpty ? long.MaxValue : _agenda.NextArrivalMs + 1);
    }

    private void SettleScheduled(long atMs)
    {
        foreach (var market in _markets)
        {
            if (!market.State.Definition.Series.HasFlag(MarketSeries.Funding))
            {
                var published = market.State.PublishedRate;
                var isSetRate = published == MarketEvent.None;
                var rate = isSetRate ? _options.FundingRate : Scaled.ToDecimal(published, MarketEvent.RateScale);
                _desk.SettleFunding(market, rate, isSetRate, atMs);
            }
        }
    }

    private void OnFunding(TradedMarket market, in MarketEvent funding)
    {
        _desk.SettleFunding(market, Scaled.ToDecimal(funding.Quantity, MarketEvent.RateScale), isSetRate: false, _clockMs);
        if (!market.State.IsCandles)
        {
            ArriveAwaiting(market, cancels: false);
            ArriveAwaiting(market, cancels: true);
        }
    }

    private void OnMarket(TradedMarket market, MarketBatch batch, in MarketEvent @event)
    {
        var state = market.State;
        var isMarkNews = state.ApplyMark(@event);
        switch (@event.Kind)
        {
            case MarketEventKind.Trade:
                state.Last = state.PriceIn(@event.Price);
                state.Volume.Add(@event.TimeMs, state.QuantityIn(@event.Quantity));
                break;
            case MarketEventKind.Book:
                state.ApplyBook(@event, batch);
                break;
            default:
                state.ApplyRate(@event);
                break;
        }

        if (market.IsQuiet)
        {
            return;
        }

        if (@event.Kind == state.MarkKind && market.IsLiquidatedAt(state.MarkHalf))
        {
            _desk.Liquidate(market, _clockMs);
        }

        if (!state.IsCandles)
        {
            ArriveAwaiting(market, cancels: false);
            FillResting(market, @event);
        }

        if (market.Triggers.Count > 0 && (isMarkNews || !market.IsTriggeredByMark))
        {
            Triggers.OnPrice(_desk, market, _clockMs);
        }

        if (!state.IsCandles)
        {
            ArriveAwaiting(market, cancels: true);
        }
    }

    private void FillResting(TradedMarket market, in MarketEvent @event)
    {
        if (market.Limits.Count == 0)
        {
            return;
        }

        if (@event.Kind is MarketEventKind.Trade)
        {
            Maker.OnTrade(_desk, market, market.State.Last, market.State.QuantityIn(@event.Quantity), @event.Side, _clockMs);
        }
        else if (@event.Kind is MarketEventKind.Book)
        {
            Maker.OnBook(_desk, market, _clockMs);
        }
    }

    /// <summary>The move to this step first, then what arrives with it.</summary>
    private void OnCandleStep(TradedMarket market, in MarketEvent step)
    {
        var state = market.State;
        if (!state.IsCandles)
        {
            throw new ArgumentException($"{state.Instrument.Symbol}: a candle step in a market that is not replayed from candles.", nameof(step));
        }

        var to = state.PriceIn(step.Price);
        var isJump = step.AskQuantity == 0 || state.Last == 0;
        var from = isJump ? to : state.Last;
        state.ApplyMark(step);
        state.Last = to;
        if (step.Quantity > 0)
        {
            state.Volume.Add(step.TimeMs, state.QuantityIn(step.Quantity));
        }

        // The event's own time: blocks that nobody looks at are taken symbol by symbol, so the clock may be ahead of it.
        market.StepTimeMs = step.TimeMs;
        market.Cursor = to;
        if (market.IsQuiet)
        {
            return;
        }

        CandlePath.Walk(_desk, market, from, to, _clockMs);
        ArriveAwaiting(market, cancels: false);
        ArriveAwaiting(market, cancels: true);
    }

    /// <summary>
    /// What waited for the symbol's event: orders before the resting ones are looked at, cancels after them, since the event
    /// came before the cancel did.
    /// </summary>
    private void ArriveAwaiting(TradedMarket market, bool cancels)
    {
        if (market.Awaiting.Count == 0)
        {
            return;
        }

        foreach (var request in market.Awaiting.ToArray())
        {
            if (request.Order is null == cancels)
            {
                market.Awaiting.Remove(request);
                Arrive(market, request, isOfEntryStep: false, _clockMs);
            }
        }
    }

    private void Arrive(TradedMarket market, Request request, bool isOfEntryStep, long atMs)
    {
        if (request.Order is not null)
        {
            Arrivals.Place(_desk, market, request, isOfEntryStep && market.State.IsCandles, atMs);
        }
        else if (_desk.Find(request.OrderId) is { IsWorking: true } order)
        {
            _desk.Cancel(market, order, VenueReasons.Requested, atMs);
        }
    }
}
