using System.Collections.Immutable;
using Trading.Backtest.Accounts;
using Trading.Backtest.Time;
using Trading.Domain;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Results;
using Trading.Exchanges.Simulated;
using Instances = Trading.Domain.Strategies.Instances;

namespace Trading.Backtest.Orders;

/// <summary>
/// The replay's interpreter of the order machine: the same effects as behind a grain, carried out at once and in event
/// time. Nothing is written, so nothing can be lost between two effects.
/// </summary>
internal sealed class OrderDesk(
    SimulatedVenue venue, AccountDesk accounts, TimerQueue timers, ResultsBuilder results, IReplayJournal journal)
{
    private readonly Dictionary<string, DeskOrder> _orders = new(StringComparer.Ordinal);
    private readonly Queue<(DeskOrder Order, OrderInput Input)> _inputs = new();
    private readonly List<VenueReport> _atEnd = [];
    private long _made;
    private bool _isWorking;
    private bool _isAtEnd;

    /// <summary>Orders that are not over.</summary>
    public int Working => _orders.Count;

    /// <summary>Raised when an order was accepted, triggered, filled or ended.</summary>
    public Action<DeskOrder, OrderEvent>? Told { get; set; }

    public DeskOrder? Find(string orderId) => _orders.GetValueOrDefault(orderId);

    public IEnumerable<DeskOrder> All => _orders.Values;

    /// <summary>Stores and sends an approved order.</summary>
    public void Place(DeskOrder order, OrderRequest request, DateTimeOffset now)
    {
        Make(order, request);
        Feed(order, new PlaceOrder(request, now));
    }

    /// <summary>Stores an order that risk refused.</summary>
    public void Refuse(DeskOrder order, OrderRequest request, ImmutableArray<string> reasons, DateTimeOffset now)
    {
        Make(order, request);
        Feed(order, new RefuseOrder(request, reasons, now));
    }

    /// <summary>After the last event: the venue fills a closing order on the spot, at the last price worsened or at the book where that is worse.</summary>
    public void PlaceAtEnd(DeskOrder order, OrderRequest request, DateTimeOffset now)
    {
        _isAtEnd = true;
        Place(order, request, now);
        foreach (var report in _atEnd)
        {
            Report(request.Id, report);
        }

        _atEnd.Clear();
        _isAtEnd = false;
    }

    public void Cancel(string orderId, string reason, DateTimeOffset now)
    {
        if (_orders.TryGetValue(orderId, out var order))
        {
            Feed(order, new RequestCancel(reason, now));
        }
    }

    /// <summary>Hands over what the venue said of an order. The venue speaks of an order's end once, after all its fills.</summary>
    public void Report(string orderId, VenueReport report)
    {
        if (_orders.TryGetValue(orderId, out var order))
        {
            Feed(order, new VenueReported(report, report.At));
        }
    }

    /// <summary>Wakes the orders whose timers are due.</summary>
    public void Tick(DateTimeOffset now)
    {
        while (timers.TryTakeDue(now.ToUnixTimeMilliseconds(), out var orderId))
        {
            if (_orders.TryGetValue(orderId, out var order))
            {
                Feed(order, new OrderTick(now));
            }
        }
    }

    private void Make(DeskOrder order, OrderRequest request)
    {
        order.Ordinal = ++_made;
        _orders.Add(request.Id, order);
    }

    private void Feed(DeskOrder order, OrderInput input)
    {
        _inputs.Enqueue((order, input));
        if (_isWorking)
        {
            return;
        }

        _isWorking = true;
        while (_inputs.TryDequeue(out var next))
        {
            Decide(next.Order, next.Input);
        }

        _isWorking = false;
    }

    private void Decide(DeskOrder order, OrderInput input)
    {
        var decision = OrderMachine.Decide(order.Order, input, OrderProtocol.Replay);
        order.Order = decision.Order;
        foreach (var effect in decision.Effects)
        {
            Carry(order, effect, input.At);
        }

        if (decision.Order is { } after && decision.Events.Length > 0)
        {
            // First the results: the equity points of minutes that passed stand before the order's end, in journal and fingerprint alike.
            if (after.IsOver)
            {
                Forget(order, after);
            }

            journal.Order(after, order.Strategy);
        }
    }

    private void Carry(DeskOrder order, OrderEffect effect, DateTimeOffset now)
    {
        switch (effect)
        {
            case Persist or AnswerCaller or DeliverOutbox:
                break;
            case Proceed:
                _inputs.Enqueue((order, new OrderProceeds(now)));
                break;
            case SendOrder send:
                Send(send);
                break;
            case SendCancel cancel:
                venue.Cancel(cancel.Request.Id, now);
                _inputs.Enqueue((order, new CancelAnswered(CancelOutcome.Accepted, null, now)));
                break;
            case ArmTimer arm:
                timers.Arm(order.Order!.Id, arm.Timer, arm.At);
                break;
            case DisarmTimer disarm:
                timers.Disarm(order.Order!.Id, disarm.Timer);
                break;
            case Reserve reserve:
                accounts.Ask(new ClaimOrder(reserve.OrderId, now));
                break;
            case Release release:
                accounts.Ask(new EndOrder(release.OrderId, order.Order!.FilledQuantity, now));
                break;
            case Tell tell:
                Tell(order, tell);
                break;
            case RaiseAlert alert:
                journal.Alert(now, alert.Code, alert.Detail);
                break;
            case QueryVenue:
                // The simulated venue answers every request: an order of a replay is never in doubt.
                break;
            default:
                throw new InvariantException($"Order {order.Order?.Id}: unknown effect {effect.GetType().Name}.");
        }
    }

    private void Send(SendOrder send)
    {
        if (_isAtEnd)
        {
            venue.FillAtEnd(send.Request, _atEnd);
        }
        else
        {
            venue.Submit(send.Request, send.SendAt);
        }
    }

    private void Tell(DeskOrder order, Tell tell)
    {
        var stored = order.Order!;
        switch (tell.Event)
        {
            case OrderFilled filled:
                var realized = accounts.Fill(order.Symbol, PositionFill.Of(stored.Request, tell.Sequence, filled.Fill, order.Strategy, order.ExitReason));
                results.OnFill(new FillResult(
                    order.Cell, order.Ordinal, stored.Request.Side, filled.Fill.Price, filled.Fill.Quantity, filled.Fill.Fee, filled.Fill.Liquidity,
                    realized, order.Reference == 0m ? null : order.Reference, filled.Fill.At));
                journal.Fill(stored, filled.Fill, order.Strategy);
                order.Owner?.Machine.Hear(new Instances.OrderFilled(stored.Id, stored.FilledQuantity, filled.At));
                accounts.Evaluate(filled.At, EquityCause.Fill);
                break;
            case OrderEnded ended:
                order.Owner?.Machine.Hear(new Instances.OrderEnded(stored.Id, ended.Reason ?? ReasonOf(ended.Status), ended.FilledQuantity, ended.At));
                break;
        }

        Told?.Invoke(order, tell.Event);
    }

    private void Forget(DeskOrder order, Order over)
    {
        results.OnOrder(OrderResult.Of(over, order.Cell, order.Ordinal), over.EndedAt ?? over.UpdatedAt);
        timers.Disarm(over.Id, OrderTimer.Deadline);
        timers.Disarm(over.Id, OrderTimer.Retry);
        _orders.Remove(over.Id);
        order.Symbol.Change(order.Symbol.PositionAtMark().Forget(over.Id));
    }

    private static string ReasonOf(OrderStatus status) => status switch
    {
        OrderStatus.Filled => "filled",
        OrderStatus.Canceled => "canceled",
        OrderStatus.Expired => "timeout",
        OrderStatus.Rejected => "rejected",
        _ => "not_sent",
    };
}
