using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>What the account asks of the venue, and how it gets there.</summary>
public sealed partial class SimulatedVenue
{
    /// <summary>Sends an order; it arrives after the latency. An id that the venue has seen is not taken twice.</summary>
    /// <returns>False for an id that the venue has seen.</returns>
    /// <exception cref="ArgumentException">The venue does not trade the symbol.</exception>
    public bool Submit(OrderRequest request, DateTimeOffset sentAt)
    {
        var market = _markets[IndexOf(request.Symbol)];
        if (_desk.Knows(request.Id) || FindUnderway(market, request.Id) is not null)
        {
            return false;
        }

        // Both numbers are always drawn, so that one setting does not move the draws of another.
        var delayMs = DrawDelayMs();
        var isRefused = _randomness.NextUnit() * 100.0 < (double)_options.RejectPct;
        var sentMs = sentAt.ToUnixTimeMilliseconds();
        if (IsOfEntryStep(market, request, sentMs))
        {
            Send(new Request(market.StepTimeMs, request.Id, market.Index, request, isRefused));
            return true;
        }

        var sent = new Request(sentMs + delayMs, request.Id, market.Index, request, isRefused);
        Route(market, sent, delayMs);
        return true;
    }

    /// <summary>Whether an order of this id is on its way or has arrived, and is remembered.</summary>
    public bool Knows(string orderId, Symbol symbol) =>
        _desk.Knows(orderId) || FindUnderway(_markets[IndexOf(symbol)], orderId) is not null;

    /// <returns>When an order that is under way by latency arrives, and where; null for every other.</returns>
    public (Symbol Symbol, DateTimeOffset At)? ArrivalOf(string orderId) => _agenda.FindOrder(orderId) is { Order: { } order } underway
        ? (order.Symbol, DateTimeOffset.FromUnixTimeMilliseconds(underway.ArrivalMs))
        : null;

    /// <summary>Sends a cancel; it arrives after the latency, never before its order. One for an order that is over changes nothing.</summary>
    public void Cancel(string orderId, DateTimeOffset sentAt)
    {
        var delayMs = DrawDelayMs();
        var arrivalMs = sentAt.ToUnixTimeMilliseconds() + delayMs;
        if (_agenda.FindOrder(orderId) is { } underway)
        {
            Send(new Request(Math.Max(arrivalMs, underway.ArrivalMs), orderId, underway.Market, null, false));
            return;
        }

        foreach (var market in _markets)
        {
            if (FindUnderway(market, orderId) is not null)
            {
                market.Awaiting.Add(new Request(arrivalMs, orderId, market.Index, null, false));
                return;
            }
        }

        if (_desk.Find(orderId) is { IsWorking: true } order)
        {
            Route(_markets[order.Market], new Request(arrivalMs, orderId, order.Market, null, false), delayMs);
        }
    }

    /// <summary>The run is over: everything in flight or working is cancelled.</summary>
    /// <param name="at">When it ended: a run that was limited in time ends after its last event. Time never goes back.</param>
    /// <param name="reason">What the cancelled orders say, see <see cref="VenueReasons.AtEnd"/>.</param>
    public void Finish(DateTimeOffset at, string reason, List<VenueReport> reports)
    {
        // What arrives before the end does so at its own time.
        _desk.Reports = reports;
        var endMs = Math.Max(NowMs, at.ToUnixTimeMilliseconds());
        RunAgenda(endMs, arrivalsBeforeMs: endMs + 1);
        _clockMs = endMs;
        Finish([.. _markets.Select(market => market.State.Instrument.Symbol)], reason, reports);
    }

    /// <summary>Data of these symbols ended: what is in flight or working there is cancelled with reason <c>end_of_data</c>.</summary>
    public void Finish(ImmutableArray<Symbol> symbols, List<VenueReport> reports) => Finish(symbols, VenueReasons.EndOfData, reports);

    private void Finish(ImmutableArray<Symbol> symbols, string reason, List<VenueReport> reports)
    {
        _desk.Reports = reports;
        var atMs = NowMs;
        RunAgenda(atMs, arrivalsBeforeMs: atMs + 1);
        TradedMarket[] ended = [.. _markets.Where(market => symbols.Contains(market.State.Instrument.Symbol))];
        List<Request> lost = [.. _agenda.Remove(request => Array.Exists(ended, market => market.Index == request.Market)), .. ended.SelectMany(market => market.Awaiting)];
        foreach (var market in ended)
        {
            market.Awaiting.Clear();
            foreach (var order in market.Working.ToArray())
            {
                _desk.Cancel(market, order, reason, atMs);
            }
        }

        foreach (var request in lost)
        {
            if (request.Order is { } order)
            {
                var market = _markets[request.Market];
                _desk.Cancel(market, _desk.Admit(order, market), reason, atMs);
            }
        }
    }

    /// <summary>After <see cref="Finish(DateTimeOffset, string, List{VenueReport})"/>: a closing order that fills at once at the last price worsened by half the assumed spread, or at the book where that is worse, as taker. An id that the venue has seen is not taken twice.</summary>
    public void FillAtEnd(OrderRequest close, List<VenueReport> reports)
    {
        _desk.Reports = reports;
        if (!_desk.Knows(close.Id))
        {
            Arrivals.CloseAtEnd(_desk, _markets[IndexOf(close.Symbol)], close, NowMs);
        }
    }

    /// <summary>Without latency, and in candles where it is one step, a request waits for the symbol's next event.</summary>
    private void Route(TradedMarket market, Request request, long delayMs)
    {
        if (market.State.IsCandles || delayMs == 0)
        {
            market.Awaiting.Add(request);
            return;
        }

        Send(request);
    }

    private void Send(Request request)
    {
        _agenda.Add(request);
        _nextDueMs = Unset;
    }

    /// <summary>
    /// A step that fills an entry and reaches its stop does both: the stop sent for a position that this very step opened
    /// is at the venue before the next step's move.
    /// </summary>
    private static bool IsOfEntryStep(TradedMarket market, OrderRequest request, long sentMs) =>
        market.State.IsCandles && request is { ReduceOnly: true, Type: OrderType.StopMarket }
        && market.Held != 0 && market.EntryStepMs == market.StepTimeMs && sentMs <= market.StepTimeMs;

    private Request? FindUnderway(TradedMarket market, string orderId) =>
        _agenda.FindOrder(orderId)
        ?? market.Awaiting.Find(request => request.Order is not null && string.Equals(request.OrderId, orderId, StringComparison.Ordinal));

    private long DrawDelayMs() =>
        (long)_options.Latency.TotalMilliseconds + _randomness.NextUpTo((long)_options.LatencyJitter.TotalMilliseconds);
}
