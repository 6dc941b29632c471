using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Simulation.Tests.Models.Orders;

/// <summary>Drives the production machine beside the model: along every step both must come to the same order and ask for the same.</summary>
/// <param name="machine">The production machine; a maimed one must be told from it.</param>
internal sealed class OrderConformance(bool isReducing, OrderDecider machine)
{
    private const string Id = "ord-model";
    private const string VenueId = "v-1";

    private static readonly DateTimeOffset T0 = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly OrderProtocol Protocol = new();
    private static readonly TimeSpan Horizon = Protocol.ReceiveWindow + Protocol.ClockSkewBound + Protocol.ReadLag;

    private readonly Dictionary<OrderModelMachine, Order> _orders = [];
    private readonly HashSet<(OrderModelMachine?, OrderModelInput, OrderModelTime)> _seen = [];

    /// <summary>Steps compared, each once.</summary>
    public int Compared => _seen.Count;

    public List<string> Differences { get; } = [];

    private OrderRequest Request => new(
        Id, "acc-model:demo", "ses-model", "str-model", isReducing ? OrderPurpose.Exit : OrderPurpose.Entry, Symbol.Parse("BTC_USDT"), Side.Buy, OrderType.Limit,
        TimeInForce.Gtc, 2m, 100m, null, isReducing, 1, TimeSpan.FromSeconds(60), T0);

    public void Compare(OrderModelMachine? before, OrderModelInput input, OrderModelTime time, OrderModelMachine after, OrderModelEffects effects)
    {
        // What comes to life after its end is cancelled and asked after until it is gone: the simulation's part, not the model's.
        if (before is { Status: OrderStatus.NotPlaced or OrderStatus.Rejected } || !_seen.Add((before, input, time)))
        {
            return;
        }

        var decision = Decide(before, input, time);
        var (reached, asked) = (Abstract(decision.Order!), Abstract(decision.Effects));
        if ((reached, asked) != (after, effects))
        {
            Differences.Add($"{before} by {input} at {time}: the model says {after} and {effects}, the machine {reached} and {asked}");
        }

        _orders.TryAdd(after, decision.Order!);
    }

    private OrderDecision Decide(OrderModelMachine? before, OrderModelInput input, OrderModelTime time)
    {
        if (before is not { } model)
        {
            return machine(null, new PlaceOrder(Request, T0), Protocol);
        }

        // The model knows only whether the deadline has passed.
        var order = _orders[model] with { DeadlineAt = time.IsPastDeadline ? T0 : T0.AddYears(1) };
        return machine(order, InputOf(order, input, time), Protocol);
    }

    private static OrderModelMachine Abstract(Order order) => new(
        order.Status,
        (byte)((order.Fills.Any(fill => fill.TradeId == "t-1") ? 1 : 0) | (order.Fills.Any(fill => fill.TradeId == "t-2") ? 2 : 0)),
        order.AcceptedAt is not null, order.VenueOrderId is not null,
        (byte)(order.CancelReason is null ? 0 : order.CancelReason == OrderReasons.Timeout ? 2 : 1),
        (byte)order.GoodAbsences, (byte)(order.Ending is { } ending ? ending.FilledQuantity + 1m : 0m), order.Failures > 0, (byte)order.Attempt);

    private static OrderModelEffects Abstract(ImmutableArray<OrderEffect> effects)
    {
        var asked = OrderModelEffects.None;
        foreach (var effect in effects)
        {
            asked |= effect switch
            {
                Persist { CanWait: false } => OrderModelEffects.Write,
                Persist => OrderModelEffects.WriteSoon,
                SendOrder => OrderModelEffects.Send,
                QueryVenue => OrderModelEffects.Query,
                SendCancel => OrderModelEffects.Cancel,
                ArmTimer { Timer: OrderTimer.Deadline } => OrderModelEffects.ArmDeadline,
                ArmTimer { Timer: OrderTimer.Retry } => OrderModelEffects.ArmRetry,
                DisarmTimer { Timer: OrderTimer.Deadline } => OrderModelEffects.DisarmDeadline,
                DisarmTimer { Timer: OrderTimer.Retry } => OrderModelEffects.DisarmRetry,
                Reserve => OrderModelEffects.ClaimMargin,
                Release => OrderModelEffects.FreeMargin,
                Tell tell => Abstract(tell.Receivers),
                DeliverOutbox => OrderModelEffects.TellAgain,
                AnswerCaller => OrderModelEffects.Answer,
                Proceed => OrderModelEffects.ComeBack,
                RaiseAlert => OrderModelEffects.Alert,
                _ => throw new InvalidOperationException($"The model knows no {effect}."),
            };
        }

        return asked;
    }

    private static OrderModelEffects Abstract(OrderReceivers told) =>
        (told.HasFlag(OrderReceivers.Journal) ? OrderModelEffects.TellJournal : OrderModelEffects.None)
        | (told.HasFlag(OrderReceivers.Account) ? OrderModelEffects.TellAccount : OrderModelEffects.None)
        | (told.HasFlag(OrderReceivers.Position) ? OrderModelEffects.TellPosition : OrderModelEffects.None)
        | (told.HasFlag(OrderReceivers.Instance) ? OrderModelEffects.TellInstance : OrderModelEffects.None);

    /// <summary>The input at a moment that means the same to this order: before or after its horizon, before or after its deadline.</summary>
    private OrderInput InputOf(Order order, OrderModelInput input, OrderModelTime time)
    {
        var sent = order.SendAt ?? order.PlacedAt;
        var at = time.IsPastHorizon ? Later(sent + Horizon, order.UpdatedAt + Horizon) + TimeSpan.FromSeconds(1) : Later(sent, order.UpdatedAt) + TimeSpan.FromMilliseconds(1);
        if (order.AbsenceAskedAt is { } asked && at <= asked)
        {
            at = asked + TimeSpan.FromMilliseconds(1);
        }

        if (input is OrderModelInput.ProceedLate || (input is OrderModelInput.Activated or OrderModelInput.Tick && order.Status is OrderStatus.PendingNew))
        {
            at = order.PlacedAt + Protocol.UnsentAgeMax;
        }

        return input switch
        {
            OrderModelInput.Place => new PlaceOrder(Request, at),
            OrderModelInput.Inquire => new InquireAfterOrder(Request, at),
            OrderModelInput.Proceed or OrderModelInput.ProceedLate => new OrderProceeds(at),
            OrderModelInput.Activated => new OrderActivated(at),
            OrderModelInput.Tick => new OrderTick(at),
            OrderModelInput.SendAccepted => new SendAccepted(order.Attempt, VenueId, at),
            OrderModelInput.SendRejected => new SendRejected(order.Attempt, "exchange:2011", at),
            OrderModelInput.SendUncertain => new SendUncertain(order.Attempt, "no_answer", at),
            OrderModelInput.ReportAccepted => new VenueReported(new VenueAccepted(Id, VenueId, at), at),
            OrderModelInput.ReportFirst => new VenueReported(new VenueFilled(Id, Lot(1)), at),
            OrderModelInput.ReportSecond => new VenueReported(new VenueFilled(Id, Lot(2)), at),
            OrderModelInput.ReportCanceled0 => new VenueReported(new VenueCanceled(Id, OrderReasons.Requested, 0m, sent), at),
            OrderModelInput.ReportCanceled1 => new VenueReported(new VenueCanceled(Id, OrderReasons.Requested, 1m, sent), at),
            OrderModelInput.FoundWorking0 => Found(OrderStatus.New, 0, sent, at),
            OrderModelInput.FoundWorking1 => Found(OrderStatus.PartiallyFilled, 1, sent, at),
            OrderModelInput.FoundFilled => Found(OrderStatus.Filled, 2, sent, at),
            OrderModelInput.FoundCanceled0 => Found(OrderStatus.Canceled, 0, sent, at),
            OrderModelInput.FoundCanceled1 => Found(OrderStatus.Canceled, 1, sent, at),
            OrderModelInput.NotFound => new QueryNotFound(at, at),
            OrderModelInput.QueryFailed => new QueryFailed(null, at),
            OrderModelInput.Cancel => new RequestCancel(OrderReasons.Requested, at),
            OrderModelInput.CancelRefused => new CancelAnswered(CancelOutcome.Refused, null, at),
            _ => new CancelAnswered(CancelOutcome.Failed, null, at),
        };
    }

    private static QueryFound Found(OrderStatus status, int lots, DateTimeOffset shownAt, DateTimeOffset at) => new(
        new VenueOrder(Id, VenueId, status, lots, [.. Enumerable.Range(1, lots).Select(Lot)], status is OrderStatus.Canceled ? OrderReasons.Requested : null, shownAt), at, at);

    private static Fill Lot(int number) => new($"t-{number}", 100m, 1m, 0.01m, Liquidity.Maker, T0.AddMilliseconds(number));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
