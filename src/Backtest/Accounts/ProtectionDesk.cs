using System.Collections.Immutable;
using Trading.Backtest.Orders;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Instances;

namespace Trading.Backtest.Accounts;

/// <summary>
/// Carries out what the protection of each position decides: the stop that rests at the venue. Decisions are made when
/// something happens, their orders are sent in the event's protection phase.
/// </summary>
internal sealed class ProtectionDesk(ReplaySetup setup, OrderDesk orders, AccountDesk accounts)
{
    private readonly Dictionary<ReplaySymbol, Protection> _protections = [];
    private readonly Dictionary<string, (string Origin, int Ordinal)> _names = new(StringComparer.Ordinal);
    private readonly List<(ReplaySymbol Symbol, ProtectionCommand Command)> _pending = [];
    private bool _isEnd;

    /// <summary>The position changed: a new round trip takes over its strategy's plan, an open one is followed.</summary>
    public void Hear(ReplaySymbol symbol, PositionEvent change)
    {
        var protection = ProtectionOf(symbol);
        if (change is PositionIncreased { OpensRoundTrip: not null } opened && PlanOf(symbol, opened.Owner) is { } plan)
        {
            Take(symbol, ProtectionMachine.SetPlan(protection, plan, symbol.Position, symbol.Market.Instrument));
        }
        else if (change is not PositionFunded)
        {
            Take(symbol, ProtectionMachine.Follow(protection, symbol.Position, symbol.Market.Instrument));
        }
    }

    /// <summary>One of its orders got on.</summary>
    public void Hear(DeskOrder order, OrderEvent change)
    {
        if (!_names.TryGetValue(order.Order!.Id, out var name))
        {
            return;
        }

        var symbol = order.Symbol;
        var protection = ProtectionOf(symbol);
        var instrument = symbol.Market.Instrument;
        switch (change)
        {
            case OrderAccepted:
                Take(symbol, ProtectionMachine.Accepted(protection, name.Origin, name.Ordinal, symbol.Position, instrument));
                break;
            case OrderTriggered or Domain.Orders.OrderFilled:
                Take(symbol, ProtectionMachine.Triggered(protection, name.Origin, name.Ordinal, symbol.Position, instrument));
                break;
            case Domain.Orders.OrderEnded or OrderRefused:
                _names.Remove(order.Order.Id);
                Take(symbol, ProtectionMachine.Ended(protection, name.Origin, name.Ordinal, order.Order.Reason, symbol.Position, instrument));
                break;
        }
    }

    /// <summary>The market has ended: nothing protects a position any more, and nothing is placed to do so.</summary>
    public void End()
    {
        _isEnd = true;
        foreach (var (symbol, command) in _pending)
        {
            Forgo(symbol, command);
        }

        _pending.Clear();
    }

    /// <summary>Sends what was decided since the last event.</summary>
    public void Flush(DateTimeOffset now)
    {
        // A command may lead to the next: an order that is refused at once wants a successor.
        for (var index = 0; index < _pending.Count; index++)
        {
            var (symbol, command) = _pending[index];
            switch (command)
            {
                case PlaceProtective place:
                    Place(symbol, place.Intent, now);
                    break;
                case CancelProtective cancel:
                    orders.Cancel(IdOf(cancel.Origin, cancel.Ordinal), OrderReasons.Requested, now);
                    break;
                case AlertUnprotected alert:
                    accounts.Alert(now, "position_unprotected", $"{alert.Origin}: {alert.Reason}");
                    break;
            }
        }

        _pending.Clear();
    }

    public ProtectiveStop StopOf(ReplaySymbol symbol)
    {
        var stop = ProtectiveStop.None;
        foreach (var order in ProtectionOf(symbol).Stop.Orders)
        {
            stop = order.State switch
            {
                ProtectiveOrderState.Triggered => ProtectiveStop.Triggered,
                ProtectiveOrderState.Resting when stop is ProtectiveStop.None => ProtectiveStop.Resting,
                _ => stop,
            };
        }

        return stop;
    }

    /// <summary>Trigger of the stop in force; null without one.</summary>
    public decimal? StopPriceOf(ReplaySymbol symbol) =>
        ProtectionOf(symbol).Stop.Orders.LastOrDefault(order => order.State is not ProtectiveOrderState.Canceling)?.Price;

    private static ProtectionPlan? PlanOf(ReplaySymbol symbol, PositionOwner owner)
    {
        foreach (var instance in symbol.Instances)
        {
            if (string.Equals(instance.Identity.Key, owner.Instance, StringComparison.Ordinal))
            {
                return instance.Strategy.Compiled.Document.Entry.Protection;
            }
        }

        return null;
    }

    private void Take(ReplaySymbol symbol, ProtectionDecision decision)
    {
        _protections[symbol] = decision.After;
        foreach (var command in decision.Commands)
        {
            if (_isEnd)
            {
                Forgo(symbol, command);
            }
            else
            {
                _pending.Add((symbol, command));
            }
        }
    }

    private void Forgo(ReplaySymbol symbol, ProtectionCommand command)
    {
        if (command is PlaceProtective { Intent: var intent })
        {
            _protections[symbol] = ProtectionMachine.Forgo(ProtectionOf(symbol), intent.Origin, intent.Ordinal);
        }
    }

    private void Place(ReplaySymbol symbol, OrderIntent intent, DateTimeOffset now)
    {
        var id = IdOf(intent.Origin, intent.Ordinal);
        var owner = symbol.Position.Open?.Owner ?? PositionOwner.None;
        var request = new OrderRequest(
            id, setup.Account, setup.Session, owner.Instance, intent.Purpose, intent.Symbol, intent.Side, intent.Type, intent.TimeInForce,
            intent.Quantity, intent.Price, intent.StopPrice, intent.ReduceOnly, intent.Leverage, intent.Timeout, now);
        _names[id] = (intent.Origin, intent.Ordinal);
        var order = new DeskOrder(symbol, null, symbol.CellOf(owner) ?? 0, owner.Strategy, symbol.View.Reference);
        var verdict = accounts.Judge(symbol, request, now);
        if (verdict.IsApproved)
        {
            orders.Place(order, request, now);
        }
        else
        {
            orders.Refuse(order, request, verdict.Reasons, now);
        }
    }

    private string IdOf(string origin, int ordinal) => ClientOrderId.Create(setup.Account, setup.Session, origin, ordinal);

    private Protection ProtectionOf(ReplaySymbol symbol) => _protections.GetValueOrDefault(symbol, Protection.None);
}
