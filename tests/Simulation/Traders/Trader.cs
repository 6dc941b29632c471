using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Simulation.Evidence;
using Trading.Simulation.Faults;
using Trading.Simulation.Orders;
using Trading.Simulation.Positions;

namespace Trading.Simulation.Traders;

/// <summary>
/// A client that trades one symbol in and out, as a strategy instance does: account first, then the order; what is not
/// answered is asked again under the same id.
/// </summary>
internal sealed class Trader(World world, Symbol symbol)
{
    private const long AnswerMs = 3_000;
    private const int TriesMax = 60;

    private Intent? _intent;
    private string? _working;
    private int _signal;

    /// <summary>Closes and opens no more.</summary>
    public bool IsLeaving { get; set; }

    public bool IsIdle => _intent is null && _working is null;

    private decimal Held => world.Storage.Peek<PositionRow>(world.PositionKey(symbol))?.Position.Quantity ?? 0m;

    public void Begin() => world.Agenda.After(world.Dice.Between(200, 4_000), Think);

    public void Hear(OrderBatch batch)
    {
        foreach (var entry in batch.Entries)
        {
            if (entry.Event is OrderEnded or OrderDisowned && batch.Request.Id == _working)
            {
                _working = null;
            }
        }
    }

    private void Think()
    {
        world.Agenda.After(world.Dice.Between(500, 4_000), Think);
        if (_intent is not null)
        {
            return;
        }

        if (_working is { } working)
        {
            if (world.Storage.Peek<Order>(working) is { IsOver: true })
            {
                _working = null;
            }
            else if (IsLeaving || world.Dice.OneIn(6))
            {
                world.Messages.Send(() => world.Orders.Post(working, at => new RequestCancel(OrderReasons.Requested, at)));
                return;
            }
            else
            {
                return;
            }
        }

        if (Held != 0m)
        {
            Want(Exit(Held));
        }
        else if (!IsLeaving)
        {
            Want(Entry());
        }
    }

    private OrderRequest Entry()
    {
        var dice = world.Dice;
        var walk = world.Exchange.WalkOf(symbol);
        var side = dice.OneIn(2) ? Side.Buy : Side.Sell;
        var kind = dice.Next(10);
        var type = kind < 4 ? OrderType.Market : OrderType.Limit;
        var timeInForce = kind switch { 7 => TimeInForce.PostOnly, 8 => TimeInForce.Ioc, 9 => TimeInForce.Fok, _ => TimeInForce.Gtc };
        var offset = dice.Between(-20, 12) * side.Sign;
        decimal? price = type is OrderType.Limit ? (walk.Mid + offset) / 100m : null;
        return Request(OrderPurpose.Entry, "entry", side, type, timeInForce, dice.Between(100, dice.OneIn(8) ? 60_000 : 9_000) / 1_000m, price, reduceOnly: false,
            TimeSpan.FromSeconds(dice.Between(2, 40)));
    }

    private OrderRequest Exit(decimal held)
    {
        var dice = world.Dice;
        var side = held > 0m ? Side.Sell : Side.Buy;
        var walk = world.Exchange.WalkOf(symbol);
        var isLimit = !IsLeaving && dice.OneIn(4);
        return Request(
            OrderPurpose.Exit, "exit", side, isLimit ? OrderType.Limit : OrderType.Market, TimeInForce.Gtc, Math.Abs(held),
            isLimit ? (walk.Mid + (dice.Between(-5, 15) * -side.Sign)) / 100m : null, reduceOnly: true, TimeSpan.FromSeconds(dice.Between(2, 30)));
    }

    private OrderRequest Request(
        OrderPurpose purpose, string name, Side side, OrderType type, TimeInForce timeInForce, decimal quantity, decimal? price, bool reduceOnly, TimeSpan timeout)
    {
        var instance = $"str-{world.SessionId}:sim:{symbol.KeyPart}";
        var origin = FormattableString.Invariant($"sig:{instance}:{++_signal}:{name}");
        return new OrderRequest(
            ClientOrderId.Create(world.AccountKey, world.SessionId, origin, 0), world.AccountKey, world.SessionId, instance, purpose, symbol, side, type,
            timeInForce, quantity, price, null, reduceOnly, Leverage: 10, timeout, world.TimeAt(world.NowMs));
    }

    private void Want(OrderRequest request)
    {
        _intent = new Intent(request);
        Log("asked", request);
        Ask(_intent);
    }

    private void Ask(Intent intent)
    {
        if (intent.IsAnswered || intent.IsGivenUp)
        {
            return;
        }

        if (++intent.Tries > TriesMax)
        {
            GiveUp(intent);
            return;
        }

        world.Agenda.After(AnswerMs, () => Ask(intent));
        if (intent.Verdict is null)
        {
            world.Messages.Send(() => world.Account()?.Judge(intent.Request, verdict =>
            {
                if (intent.Verdict is null)
                {
                    intent.Verdict = verdict;
                    if (world.Injector.Strikes(Fault.CallerGone))
                    {
                        GiveUp(intent);
                    }
                    else
                    {
                        Place(intent);
                    }
                }
            }));
        }
        else
        {
            Place(intent);
        }
    }

    private void Place(Intent intent)
    {
        var verdict = intent.Verdict!;
        world.Messages.Send(() => world.Orders.Post(
            intent.Request.Id,
            at => verdict.IsApproved ? new PlaceOrder(intent.Request, at) : new RefuseOrder(intent.Request, verdict.Reasons, at),
            reply => Answered(intent, reply)));
    }

    private void Answered(Intent intent, OrderReply reply)
    {
        if (intent.IsAnswered || intent.IsGivenUp)
        {
            return;
        }

        if (reply.Kind is not OrderReplyKind.Answered)
        {
            Log(reply.Kind is OrderReplyKind.Failed ? "failed" : "conflict", intent.Request);
            return;
        }

        intent.IsAnswered = true;
        _intent = null;
        Log(intent.Verdict!.IsApproved ? "accepted" : "refused", intent.Request);
        if (reply.Order is { IsOver: false })
        {
            _working = intent.Request.Id;
        }
    }

    private void GiveUp(Intent intent)
    {
        intent.IsGivenUp = true;
        _intent = null;
        Log("gone", intent.Request);
    }

    private void Log(string kind, OrderRequest request) => world.Evidence.Client.Add(new ClientLine(
        world.NowMs, kind, request.Id, "trader", request.Symbol.Value, request.Side.ToString(), request.Type.ToString(), request.Quantity, request.Price,
        request.ReduceOnly, request.Leverage));
}
