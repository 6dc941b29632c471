using Orleans.Storage;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.LockStep;
using Trading.Grains.Storage;

namespace Trading.Grains.Orders;

internal sealed partial class OrderGrain
{
    /// <summary>What may wait for the next write waits this long.</summary>
    private static readonly TimeSpan WriteWait = TimeSpan.FromMilliseconds(500);

    /// <summary>An order that is over and has told everybody stays in memory for so long: whoever placed it looks at it once more.</summary>
    private static readonly TimeSpan RestWait = TimeSpan.FromSeconds(10);

    private readonly List<Func<Task>> _onceDurable = [];
    private readonly HashSet<OrderTimer> _toUnwatch = [];
    private bool _wasHeard;

    // What the caller of this turn may be told; null until the machine says that it may.
    private Order? _answer;

    /// <summary>True while memory holds something that is to be written.</summary>
    private bool IsAhead => _flush.RingsAt is not null;

    /// <summary>True when nothing is left to be done, but for retiring after a day, which the sweep sees to.</summary>
    private bool IsAtRest => _order is { IsOver: true, Outbox.IsEmpty: true } && !IsAhead && _inbox.Count == 0 && _toUnwatch.Count == 0;

    private Task Feed(OrderInput input, OrderContext? context = null) => Feed([input], context);

    /// <summary>
    /// Judges inputs one after another and carries out what follows, in order. Their writes are one: a later version covers the earlier,
    /// and what is to be done stands behind it.
    /// </summary>
    private async Task Feed(IReadOnlyList<OrderInput> inputs, OrderContext? context = null)
    {
        _changes++;
        _answer = null;
        var order = _order;
        var protocol = context is null ? Protocol : ProtocolOf(storage.State.Context ?? context);
        var effects = new List<OrderEffect>();
        Persist? persist = null;
        var isIdentified = false;
        foreach (var input in inputs)
        {
            var decision = decide(order, input, protocol);
            order = decision.Order;
            isIdentified |= decision.Events.Any(change => change is OrderIdentified);
            foreach (var effect in decision.Effects)
            {
                if (effect is Persist asked)
                {
                    persist = persist is { CanWait: false } ? persist : asked;
                }
                else
                {
                    effects.Add(effect);
                }
            }
        }

        _order = order;
        if (isIdentified)
        {
            // Whoever disowned it knew the account's part alone: strategy, version, protection and reference price come with the place.
            storage.State.Context = context;
        }

        await Carry(persist, context, effects);
        RestSoon();
    }

    private async Task Carry(Persist? persist, OrderContext? context, List<OrderEffect> effects)
    {
        try
        {
            await Persist(persist, context, effects);
            foreach (var effect in effects)
            {
                await Carry(effect);
            }
        }
        catch
        {
            // What stands behind the effect that failed is not done: the next activation finds what is stored, and goes on from there.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task Persist(Persist? persist, OrderContext? context, List<OrderEffect> effects)
    {
        if (persist is { CanWait: false })
        {
            if (storage.State.Context is null)
            {
                storage.State.Context = context;
                await WriteFirst(effects.OfType<ArmTimer>().FirstOrDefault(arm => arm.Timer is OrderTimer.Deadline)?.At);
            }
            else
            {
                await Write();
            }
        }
        else if (persist is not null)
        {
            _flush.SetBy(IsLockStep ? TimeSpan.Zero : WriteWait);
        }
    }

    private async Task Write()
    {
        _flush.Clear();
        storage.State.Order = _order;
        await storage.WriteOrDeactivateAsync(this);
        logger.OrderChanged(Key, _order!.Status, _order.FilledQuantity);
        if (HasNews)
        {
            DeliverSoon();
        }

        var acknowledgements = _onceDurable.ToArray();
        _onceDurable.Clear();
        foreach (var acknowledge in acknowledgements)
        {
            await acknowledge();
        }

        RestSoon();
    }

    /// <summary>The intent and the reminder of its deadline, side by side: both must hold before anybody hears of it.</summary>
    private async Task WriteFirst(DateTimeOffset? deadline)
    {
        var write = Write();
        try
        {
            if (deadline is { } at && !IsLockStep)
            {
                var wait = at - Now;
                await this.RegisterOrUpdateReminder(DeadlineReminder, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, ReminderPeriod);
            }
        }
        finally
        {
            await write;
        }
    }

    /// <summary>The caller is about to be told that placing failed: if the write stood nevertheless, the order ends here, unsent.</summary>
    private async Task Disclaim()
    {
        try
        {
            await storage.ReadStateAsync();
            _order = storage.State.Order;
            if (_order is not null)
            {
                await Feed(new PlaceFailed(Now));
            }
        }
        catch (Exception failure) when (failure is not InconsistentStateException)
        {
            logger.PlacingUnclear(failure, Key);
        }
        finally
        {
            DeactivateOnIdle();
        }
    }

    private Task OnceDurable(Func<Task> acknowledge)
    {
        if (!IsAhead)
        {
            return acknowledge();
        }

        _onceDurable.Add(acknowledge);
        return Task.CompletedTask;
    }

    private void Enqueue(Func<DateTimeOffset, OrderInput?> input)
    {
        _inbox.Enqueue((input, ReplayMoment.Current));
        _pump.Set(TimeSpan.Zero);
    }

    /// <summary>What came meanwhile, in a turn of its own.</summary>
    private async Task Pump()
    {
        while (_inbox.TryDequeue(out var next))
        {
            ReplayMoment.Set(next.Moment ?? ReplayMoment.Current);
            if (next.Input(Now) is { } input)
            {
                await Feed(input);
            }
        }

        await Unwatch();
        RestSoon();
    }

    private void RestSoon()
    {
        if (IsAtRest)
        {
            _rest.SetBy(RestWait);
        }
    }

    /// <summary>What is over leaves memory long before Orleans would collect it: a service that trades for days holds what works, not what worked.</summary>
    private async Task Rest()
    {
        if (IsAtRest)
        {
            await LetForget();
            DeactivateOnIdle();
        }
    }

    /// <summary>
    /// Nothing that was told will be repeated: the acknowledgements are stored, and what was sent a second time before they came has
    /// arrived or is lost by now, for a call lives no longer than <see cref="RestWait"/>. Who remembered sequences until the order retires
    /// would write a day of them with each change of its own.
    /// </summary>
    private async Task LetForget()
    {
        if (!_wasHeard || IsLockStep || _order is not { IsRetired: false } order)
        {
            return;
        }

        _wasHeard = false;
        await GrainFactory.GetGrain<IAccountGrain>(order.Request.Account).Forget(Key, order.Sequence);
        await GrainFactory.GetGrain<IPositionGrain>(GrainKeys.ForPosition(order.Request.Account, order.Request.Symbol)).Forget(Key, order.Sequence);
        if (order.Request.Instance.Length > 0)
        {
            await GrainFactory.GetGrain<IStrategyGrain>(order.Request.Instance).Forget(Key, order.Sequence);
        }
    }

    private async Task Unwatch()
    {
        var timers = _toUnwatch.ToArray();
        _toUnwatch.Clear();
        try
        {
            foreach (var timer in timers)
            {
                if (await this.GetReminder(ReminderOf(timer)) is { } reminder)
                {
                    await this.UnregisterReminder(reminder);
                }
            }
        }
        catch (Exception failure)
        {
            // It rings once a minute until it is gone, and finds an order that is over.
            logger.UnwatchFailed(failure, Key);
        }
    }
}
