using System.Collections.Immutable;
using Trading.Backtest.Accounts;
using Trading.Backtest.Clock;
using Trading.Backtest.Orders;
using Trading.Backtest.Time;
using Trading.Domain;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;
using Trading.Exchanges.Simulated;
using Instances = Trading.Domain.Strategies.Instances;

namespace Trading.Backtest;

/// <summary>Where a run's machines meet: instances ask, risk judges, orders go to the venue, reports come back.</summary>
internal sealed class ReplayFloor : IReplayFloor
{
    private readonly ReplaySetup _setup;
    private readonly ImmutableArray<ReplaySymbol> _symbols;
    private readonly SimulatedVenue _venue;
    private readonly IReplayJournal _journal;
    private readonly ResultsBuilder _results;
    private readonly TimerQueue _timers = new();
    private readonly AccountDesk _accounts;
    private readonly OrderDesk _orders;
    private readonly ProtectionDesk _protection;

    public ReplayFloor(
        ReplaySetup setup, ImmutableArray<ReplaySymbol> symbols, SimulatedVenue venue, ResultsBuilder results, IReplayJournal journal, DateTimeOffset start)
    {
        _setup = setup;
        _symbols = symbols;
        _venue = venue;
        _journal = journal;
        _results = results;
        _accounts = new AccountDesk(setup, symbols, results, setup.Cells.Length, journal, start) { Effect = Carry, Booked = Hear };
        _orders = new OrderDesk(venue, _accounts, _timers, results, journal);
        _protection = new ProtectionDesk(setup, _orders, _accounts);
        _orders.Told = _protection.Hear;
    }

    public Account Account => _accounts.Account;

    /// <inheritdoc/>
    public bool MayStop => true;

    public decimal DayStartEquity => _accounts.DayOpeningEquity;

    /// <inheritdoc/>
    public bool IsFlat => _accounts.OpenPositions == 0;

    /// <inheritdoc/>
    public bool IsQuiet => IsFlat && _orders.Working == 0 && _venue.IsIdle && !AnyNeedsEveryEvent();

    /// <inheritdoc/>
    public void Second(long timeMs)
    {
        var day = _accounts.Day;
        _accounts.Evaluate(DateTimeOffset.FromUnixTimeMilliseconds(timeMs), EquityCause.Second);
        if (_accounts.Day != day)
        {
            BeginDay(timeMs);
        }
    }

    /// <inheritdoc/>
    public void Report(VenueReport report)
    {
        switch (report)
        {
            case VenueFunding funding:
                _accounts.Fund(SymbolOf(funding.Symbol), funding);
                break;
            case VenueLiquidated liquidated:
                _accounts.Liquidate(SymbolOf(liquidated.Symbol), liquidated);
                break;
            case VenueAccepted accepted:
                _orders.Report(accepted.OrderId, accepted);
                break;
            case VenueRejected rejected:
                _orders.Report(rejected.OrderId, rejected);
                break;
            case VenueFilled filled:
                _orders.Report(filled.OrderId, filled);
                break;
            case VenueTriggered triggered:
                _orders.Report(triggered.OrderId, triggered);
                break;
            case VenueCanceled canceled:
                _orders.Report(canceled.OrderId, canceled);
                break;
            default:
                throw new InvariantException($"Unknown report {report.GetType().Name}.");
        }
    }

    /// <inheritdoc/>
    public void Work(ReplayStream stream, DateTimeOffset now)
    {
        var symbol = _symbols[stream.Index];
        if (!_timers.IsEmpty)
        {
            _orders.Tick(now);
        }

        _protection.Flush(now);
        foreach (var instance in symbol.Instances)
        {
            if (instance.NextEvent(symbol.Cursor) == symbol.Cursor)
            {
                var decision = instance.Machine.Evaluate(symbol.Cursor, ViewOf(symbol, instance));
                instance.Forget();
                Carry(symbol, instance, decision, now);
            }
        }
    }

    /// <inheritdoc/>
    public void Begin(ReplayStream stream) => _symbols[stream.Index].BeginBlock(DayStartEquity);

    /// <inheritdoc/>
    public void Advance(ReplayStream stream, List<VenueReport> reports) => _symbols[stream.Index].Advance(reports);

    /// <inheritdoc/>
    public void Stand() => _journal.Standing(Standing());

    /// <inheritdoc/>
    public ImmutableArray<Symbol> Intervene(Intervention intervention)
    {
        var at = intervention.EffectiveAt!.Value;
        var refused = ImmutableArray.CreateBuilder<Symbol>();
        var told = _symbols
            .SelectMany(symbol => symbol.Instances.Select(instance => (Symbol: symbol, Instance: instance)))
            .Where(entry => string.Equals(entry.Instance.Strategy.Name, intervention.Strategy, StringComparison.Ordinal))
            .OrderBy(entry => entry.Instance.Cell);
        foreach (var (symbol, instance) in told)
        {
            if (intervention.Kind is InterventionKind.Pause)
            {
                instance.Machine.Pause(symbol.Cursor);
            }
            else if (instance.Machine.Resume(at, ViewOf(symbol, instance).Price, symbol.Cursor) is { } decision)
            {
                Carry(symbol, instance, decision, at);
            }
            else
            {
                refused.Add(symbol.Symbol);
            }

            instance.Forget();
        }

        return refused.ToImmutable();
    }

    /// <inheritdoc/>
    public void Close(DateTimeOffset end, bool isExhausted, List<VenueReport> reports)
    {
        _protection.End();
        _venue.Finish(end, VenueReasons.AtEnd(isExhausted), reports);
    }

    /// <summary>After the end: the policy decides about positions.</summary>
    public void Finish(long nowMs, StopPolicy policy, bool isExhausted)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(nowMs);
        var closings = new Dictionary<ReplaySymbol, OrderIntent>();
        foreach (var symbol in _symbols)
        {
            foreach (var instance in symbol.Instances)
            {
                var decision = instance.Machine.Stop(now, policy, ViewOf(symbol, instance));
                Record(instance, decision);
                if (decision.Effects.OfType<Instances.PlaceOrder>().SingleOrDefault() is { } close)
                {
                    closings.TryAdd(symbol, close.Intent);
                }
            }
        }

        if (policy is StopPolicy.Close)
        {
            foreach (var symbol in _symbols.Where(symbol => !symbol.Position.IsFlat))
            {
                // A position that no instance holds, such as one from a late fill, has no close of its own; its owner may have asked for some before.
                var ordinal = symbol.Instances.FirstOrDefault(instance => instance.Cell == symbol.OwnerCell)?.Machine.State.CloseOrdinal ?? 0;
                CloseAtEnd(symbol, closings.GetValueOrDefault(symbol) ?? CloseIntent.Of(symbol.Position, ordinal, ExitReason.StopPolicy)!, now, isExhausted);
            }
        }

        _accounts.Evaluate(now, EquityCause.Second);
    }

    /// <summary>Where everything stands.</summary>
    /// <param name="before">Given once instances were stopped: what each was still waiting for stays readable.</param>
    public ReplayStanding Standing(ReplayStanding? before = null)
    {
        ImmutableArray<InstanceStanding> instances =
        [
            .. _symbols
                .SelectMany(symbol => symbol.Instances.Select(instance => (symbol, instance)))
                .OrderBy(entry => entry.instance.Cell)
                .Select((entry, index) => entry.instance.Standing(entry.symbol.WarmupPct(entry.instance), before?.Instances[index].WhyNot)),
        ];
        return new ReplayStanding(
            instances,
            [.. _symbols.Select(symbol => symbol.Standing())],
            Account,
            [.. _symbols.Select(symbol => new PositionStanding(symbol.PositionAtMark(), symbol.Market.Instrument, _protection.StopPriceOf(symbol)))],
            _results.Snapshot());
    }

    private void CloseAtEnd(ReplaySymbol symbol, OrderIntent intent, DateTimeOffset now, bool isExhausted)
    {
        var position = symbol.Position;
        var request = new OrderRequest(
            ClientOrderId.Create(_setup.Account, _setup.Session, intent.Origin, intent.Ordinal), _setup.Account, _setup.Session, "", intent.Purpose,
            intent.Symbol, intent.Side, intent.Type, intent.TimeInForce, intent.Quantity, intent.Price, intent.StopPrice, intent.ReduceOnly,
            position.Leverage, null, now);
        var order = new DeskOrder(symbol, null, symbol.OwnerCell ?? 0, position.Open?.Owner.Strategy ?? "", symbol.View.Reference)
        {
            ExitReason = isExhausted ? ExitReason.EndOfData : ExitReason.StopPolicy,
        };
        _orders.PlaceAtEnd(order, request, now);
    }

    private void Carry(ReplaySymbol symbol, ReplayInstance instance, InstanceDecision decision, DateTimeOffset now)
    {
        Record(instance, decision);
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case Instances.PlaceOrder place:
                    Place(symbol, instance, place, now);
                    break;
                case CancelOrder cancel:
                    _orders.Cancel(cancel.OrderId, cancel.Reason, now);
                    break;
            }
        }
    }

    private void Record(ReplayInstance instance, InstanceDecision decision)
    {
        if (decision.Transition is { } transition)
        {
            instance.LastTransition = transition;
            _journal.Transition(instance.Identity, instance.Strategy, transition);
        }

        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case SignalChanged changed:
                    _journal.Signal(instance.Identity, instance.Strategy, changed.Signal);
                    break;
                case Instances.RaiseAlert alert:
                    _journal.Alert(decision.Transition?.At ?? instance.Machine.State.Since, alert.Code, alert.Detail);
                    break;
            }
        }
    }

    private void Place(ReplaySymbol symbol, ReplayInstance instance, Instances.PlaceOrder place, DateTimeOffset now)
    {
        var intent = place.Intent;
        var request = new OrderRequest(
            place.OrderId, _setup.Account, _setup.Session, instance.Identity.Key, intent.Purpose, intent.Symbol, intent.Side, intent.Type,
            intent.TimeInForce, intent.Quantity, intent.Price, intent.StopPrice, intent.ReduceOnly, intent.Leverage, intent.Timeout, now);
        var verdict = _accounts.Judge(symbol, request, now);
        var order = new DeskOrder(symbol, instance, instance.Cell, instance.Strategy.Name, symbol.View.Reference) { ExitReason = intent.ExitReason };
        if (verdict.IsApproved)
        {
            _orders.Place(order, request with { Leverage = verdict.Leverage }, now);
        }
        else
        {
            _orders.Refuse(order, request, verdict.Reasons, now);
        }

        var answer = verdict.IsApproved ? OrderAnswer.Approved(request.Id) : OrderAnswer.Refused(request.Id, verdict.Reasons);
        Carry(symbol, instance, instance.Machine.Answer(answer), now);
    }

    private InstanceView ViewOf(ReplaySymbol symbol, ReplayInstance instance)
    {
        var view = symbol.View;
        return new InstanceView(
            view.Last, view.Bid, view.Ask, view.Mark, symbol.PositionView, _protection.StopOf(symbol), _accounts.EquityAt(symbol), DayStartEquity,
            _setup.Venue.TakerFeeRate, SlotFree: SlotsTaken() < _setup.MaxActiveInstances, SymbolFree: IsFree(symbol, instance));
    }

    private bool IsFree(ReplaySymbol symbol, ReplayInstance instance) =>
        _accounts.HolderOf(symbol.Symbol) is var holder
        && (holder.Length == 0 || string.Equals(holder, instance.Identity.Key, StringComparison.Ordinal));

    private int SlotsTaken()
    {
        var taken = 0;
        foreach (var symbol in _symbols)
        {
            foreach (var instance in symbol.Instances)
            {
                taken += instance.Machine.HoldsSlot ? 1 : 0;
            }
        }

        return taken;
    }

    private bool AnyNeedsEveryEvent()
    {
        foreach (var symbol in _symbols)
        {
            foreach (var instance in symbol.Instances)
            {
                if (instance.Machine.NeedsEveryEvent)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Hear(ReplaySymbol symbol, PositionEvent change)
    {
        _protection.Hear(symbol, change);
        if (change is Domain.Positions.PositionClosed { RoundTrip: var trip })
        {
            foreach (var instance in symbol.Instances)
            {
                if (string.Equals(instance.Identity.Key, trip.Owner.Instance, StringComparison.Ordinal))
                {
                    instance.Machine.Hear(new Instances.PositionClosed(trip.Number, trip.NetPnl, trip.ExitReason, trip.ExitAt));
                    instance.Forget();
                }
            }
        }
    }

    /// <summary>The account's own wishes: a latched kill switch cancels entries, and closes positions when it was asked to.</summary>
    private void Carry(AccountEffect effect)
    {
        if (effect is CancelEntries cancel)
        {
            foreach (var orderId in cancel.OrderIds)
            {
                _orders.Cancel(orderId, OrderReasons.KillSwitch, Account.KillSwitch!.At);
            }
        }
    }

    /// <summary>Blocks of the new day were loaded before its opening equity was known: their instances begin them anew.</summary>
    private void BeginDay(long midnightMs)
    {
        foreach (var symbol in _symbols)
        {
            if (!symbol.IsEnded && symbol.Cursor == 0 && symbol.Next.TimeMs >= midnightMs)
            {
                symbol.BeginBlock(DayStartEquity);
            }
        }
    }

    private ReplaySymbol SymbolOf(Symbol symbol) => _symbols.First(known => known.Symbol == symbol);
}
