using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.Journal;
using Trading.Grains.LockStep;
using Trading.Grains.Storage;
using Trading.Grains.Venues;

namespace Trading.Grains.Orders;

/// <summary>
/// Interprets the effects of <see cref="OrderMachine"/>; no step of the protocol stands here. One turn at a time: what the venue answers
/// comes back as an input in a later turn, so that nothing waits behind a hanging exchange.
/// </summary>
[GrainType("order")]
internal sealed partial class OrderGrain(
    [PersistentState(StateNames.Order)] IPersistentState<OrderState> storage,
    OrderDecider decide,
    IVenueDirectory venues,
    IJournal journal,
    TimeProvider time,
    ILogger<OrderGrain> logger) : Grain, IOrderGrain, IRemindable
{
    private const string DeadlineReminder = "deadline";
    private const string RenewalReminder = "renewal";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private readonly Queue<(Func<DateTimeOffset, OrderInput?> Input, ReplayMoment? Moment)> _inbox = new();
    private GrainAlarm _pump = null!;
    private GrainAlarm _flush = null!;
    private GrainAlarm _delivery = null!;
    private GrainAlarm _wake = null!;
    private GrainAlarm _rest = null!;

    // Ahead of what is stored only by what may wait, and by counters that are never stored for their own sake.
    private Order? _order;

    private string Key => this.GetPrimaryKeyString();

    /// <summary>In lock-step the wall clock is never read: outside of a moment time stands where the order was last moved.</summary>
    private DateTimeOffset Now => ReplayMoment.Current?.At ?? (IsLockStep ? _order?.UpdatedAt : null) ?? time.GetUtcNow();

    private bool IsLockStep => storage.State.Context?.Clock is not null;

    private OrderProtocol ProtocolOf(OrderContext context) => context.Clock is null ? venues.ProtocolOf(context.Venue) : OrderProtocol.LockStep;

    private OrderProtocol Protocol => storage.State.Context is { } context ? ProtocolOf(context) : Unplaced;

    /// <summary>For the inputs that meet no order: nothing of it is decided by.</summary>
    private static OrderProtocol Unplaced { get; } = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _pump = new GrainAlarm(this, time, Pump);
        _flush = new GrainAlarm(this, time, Write);
        _delivery = new GrainAlarm(this, time, Deliver);
        _wake = new GrainAlarm(this, time, Wake);
        _rest = new GrainAlarm(this, time, Rest);
        _order = storage.State.Order;
        _mustRecover = _order is not null;
        if (!IsLockStep)
        {
            Recover();
        }

        return Task.CompletedTask;
    }

    public async Task<Order> Place(OrderRequest request, OrderContext context)
    {
        Require(request);
        Number();
        try
        {
            await Feed(new PlaceOrder(request, Now), context);
        }
        catch (Exception failure) when (failure is not (OrderConflictException or InvariantException or InconsistentStateException))
        {
            logger.PlacingFailed(failure, Key);
            await Disclaim();
            throw;
        }

        return Answer();
    }

    public async Task<Order> Refuse(OrderRequest request, OrderContext context, ImmutableArray<string> reasons)
    {
        Require(request);
        Number();
        await Feed(new RefuseOrder(request, reasons, Now), context);
        return Answer();
    }

    public Task<PlacedOrder?> Find() => Task.FromResult(View());

    public async Task<PlacedOrder?> Cancel(string reason)
    {
        if (IsLockStep && ReplayMoment.Current is null)
        {
            // Nobody but the session's own decides in event time.
            return null;
        }

        await Feed(new RequestCancel(reason, Now));
        return View();
    }

    public async Task<PlacedOrder> Withdraw(OrderRequest known, OrderContext context, string reason, bool onlyUnsent)
    {
        Require(known);
        if (!onlyUnsent || _order is null or { Status: OrderStatus.PendingNew })
        {
            await Feed(new RequestCancel(reason, Now) { Known = known }, context);
        }

        return View() ?? throw new InvariantException($"Order {Key} is not stored.");
    }

    public async Task Report(VenueDelivery delivery)
    {
        var now = Now;
        await Feed([.. delivery.Reports.Select(report => new VenueReported(report, now))]);
        if (delivery.Sender is { } venue)
        {
            await OnceDurable(() => GrainFactory.GetGrain<IVenueGrain>(venue).Acknowledge(Key, delivery.Sequence));
        }
    }

    public async Task Carry(OrderCommandDelivery delivery)
    {
        switch (delivery.Command)
        {
            case PlaceCommand place:
                Require(place.Request);
                Number();
                await Feed(new PlaceOrder(place.Request, Now), place.Context);
                _ = Answer();
                break;
            case CancelCommand { Known: null } or CancelCommand { Context: null } when _order is null:
                // Its place is on its way: the sender keeps the cancel until then.
                return;
            case CancelCommand cancel:
                await Feed(new RequestCancel(cancel.Reason, Now) { Known = cancel.Known }, cancel.Context);
                break;
            default:
                throw new InvariantException($"Order {Key}: unknown command {delivery.Command.GetType().Name}.");
        }

        await OnceDurable(() => delivery.Sender.StartsWith("acc-", StringComparison.Ordinal)
            ? GrainFactory.GetGrain<IAccountGrain>(delivery.Sender).Acknowledge(Key, delivery.Sequence)
            : GrainFactory.GetGrain<IPositionGrain>(delivery.Sender).Acknowledge(Key, delivery.Sequence));
    }

    public Task Inquire(OrderRequest request, OrderContext context)
    {
        Require(request);
        return Feed(new InquireAfterOrder(request, Now), context);
    }

    public Task Acknowledge(OrderReceivers receiver, long upTo)
    {
        _wasHeard = true;
        return Feed(new OutboxAcknowledged(receiver, upTo, Now));
    }

    /// <summary>An activation that lives has its own alarms; one that was just made has recovery before it.</summary>
    public Task Touch() => IsLockStep ? TouchInLockStep() : _inbox.Count > 0 || _wake.RingsAt is not null || !(storage.State.WakeAt <= Now) ? Task.CompletedTask
        : storage.State.Order?.LeavesStorageAt <= Now ? LeaveStorage()
        : Feed(new OrderTick(Now));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Feed(new OrderTick(Now));
        await Unwatch();
    }

    /// <summary>Its clock wakes it, and so does the sweep once it may leave storage.</summary>
    private Task TouchInLockStep() => ReplayMoment.Current is { } moment ? Feed(new OrderTick(moment.At))
        : storage.State.Order?.LeavesStorageAt <= time.GetUtcNow() ? LeaveStorage()
        : Task.CompletedTask;

    private async Task LeaveStorage()
    {
        try
        {
            await storage.ClearStateAsync();
            logger.OrderLeftStorage(Key);
        }
        finally
        {
            // Memory must not run ahead of storage: the next activation reads what is there.
            DeactivateOnIdle();
        }
    }

    private void Require(OrderRequest request)
    {
        if (!string.Equals(request.Id, Key, StringComparison.Ordinal))
        {
            throw new InvariantException($"Order {Key}: a request of order {request.Id}.");
        }
    }

    private Order Answer() => _answer ?? throw new InvariantException($"Order {Key}: the machine lets nobody be answered.");

    private PlacedOrder? View() => storage.State is { Order: { } order, Context: { } context } ? new PlacedOrder(order, context) : null;
}
