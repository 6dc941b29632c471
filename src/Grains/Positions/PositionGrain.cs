using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Positions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.Journal;
using Trading.Grains.LockStep;
using Trading.Grains.Storage;

namespace Trading.Grains.Positions;

/// <summary>
/// Loads, asks <see cref="PositionBookMachine"/>, saves, tells. Reentrant, so that turns share writes; each decides and applies without
/// awaiting anything in between.
/// </summary>
[GrainType("position"), Reentrant]
internal sealed partial class PositionGrain(
    [PersistentState(StateNames.Position)] IPersistentState<PositionState> storage,
    IJournal journal,
    TimeProvider time,
    ILogger<PositionGrain> logger) : Grain, IPositionGrain
{
    private static readonly TimeSpan WriteWait = TimeSpan.FromSeconds(1);

    private CoalescedState<PositionBook, PositionState> _state = null!;
    private GrainAlarm _flush = null!;
    private GrainAlarm _delivery = null!;
    private GrainAlarm _retry = null!;

    private string Key => this.GetPrimaryKeyString();

    /// <summary>In lock-step the wall clock is never read: outside of a moment time stands where it stood.</summary>
    private DateTimeOffset Now => (_momentAt = ReplayMoment.Current?.At ?? _momentAt) ?? time.GetUtcNow();

    private bool IsLockStep => _state.Current is { Context.Clock: not null };

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = new CoalescedState<PositionBook, PositionState>(storage, this);
        _flush = new GrainAlarm(this, time, () => _state.Settle());
        _delivery = new GrainAlarm(this, time, Deliver);
        _retry = new GrainAlarm(this, time, () => Settle(PositionBookMachine.Retry(_state.Current, Now)));
        Watch();
        return Task.CompletedTask;
    }

    public Task Hear(OrderDelivery delivery) => Settle(
        PositionBookMachine.Hear(_state.Current, Key, delivery, Now, _markOfMoment, ReplayMoment.Current is { IsEnd: true }));

    public Task Forget(string orderId, long upTo)
    {
        Take(PositionBookMachine.Forget(_state.Current, orderId, upTo));
        return Task.CompletedTask;
    }

    public Task Report(VenueDelivery delivery) => Settle(PositionBookMachine.Hear(_state.Current, delivery, Now));

    public async Task Compare(VenueHolding held, string account, OrderContext context)
    {
        var before = _state.Current?.Position.Quantity ?? 0m;
        var decision = await Settle(PositionBookMachine.Compare(_state.Current, Key, account, context, held, Now));
        if (decision.After?.Position.Quantity is { } after && after != before)
        {
            logger.PositionReconciled(Key, before, after);
            ReconciliationMetrics.Count("position");
        }
    }

    public Task Carry(PositionCommandDelivery delivery) => Settle(PositionBookMachine.Carry(_state.Current, delivery, Now));

    public Task Acknowledge(string receiver, long upTo)
    {
        if (_state.Current is { } book)
        {
            _pace.Reset();
            Take(PositionBookMachine.Acknowledge(book, receiver, upTo));
        }

        return Task.CompletedTask;
    }

    public Task<HeldPosition?> Find() => Task.FromResult(View());

    public async Task Mark(decimal mark, DateTimeOffset at)
    {
        if (ReplayMoment.Current is not null)
        {
            // A fill of this moment may open the position, which takes no mark while it is flat.
            _markOfMoment = mark;
        }

        var decision = PositionBookMachine.Mark(_state.Current, mark, at);
        if (decision.Durability is Durability.Now)
        {
            await Settle(decision);
        }
        else
        {
            Take(decision);
        }
    }

    public async Task<string?> Close(string reason, string actor)
    {
        var decision = await Settle(PositionBookMachine.Close(_state.Current, reason, actor, Now));
        logger.CloseAsked(Key, actor, reason, decision.OrderId);
        return decision.OrderId;
    }

    public async Task<ProtectionOutcome> Protect(ProtectionPatch patch, string actor)
    {
        var decision = await Settle(PositionBookMachine.Protect(_state.Current, patch, Now));
        if (decision.Errors.IsDefaultOrEmpty)
        {
            logger.ProtectionChanged(Key, actor);
        }

        return new ProtectionOutcome(View(), decision.Errors.IsDefault ? [] : decision.Errors);
    }

    public Task Touch()
    {
        Watch();
        return Task.CompletedTask;
    }

    /// <summary>Takes a decision over, and answers once it is durable.</summary>
    private async Task<PositionBookDecision> Settle(PositionBookDecision decision)
    {
        Take(decision);
        await _state.Settle();
        Watch();
        if (decision.Acknowledge is { } acknowledge)
        {
            await Acknowledge(acknowledge);
        }

        return decision;
    }

    private void Take(PositionBookDecision decision)
    {
        _changes++;
        if (decision.After is { } after && !ReferenceEquals(after, _state.Current))
        {
            if (decision.Durability is Durability.Now)
            {
                logger.PositionChanged(Key, after.Position.Quantity, after.Sequence);
            }

            _state.Apply(after, decision.Durability is not Durability.None);
            if (decision.Durability is Durability.Soon)
            {
                _flush.SetBy(WriteWait);
            }
        }
    }

    /// <summary>Sees to what has to happen by itself: deliveries, and refused protection that is tried again.</summary>
    private void Watch()
    {
        if (_state.Durable is { Outbox.IsEmpty: false })
        {
            _delivery.SetBy(TimeSpan.Zero);
        }

        if (_state.Durable is { Protection.IsGivenUp: true, Position.IsFlat: false, Context.Clock: null })
        {
            _retry.SetBy(ProtectionMachine.RefusalPause);
        }
    }

    private Task Acknowledge(Acknowledgement acknowledge) => acknowledge.To[..4] switch
    {
        "ord-" => GrainFactory.GetGrain<IOrderGrain>(acknowledge.To).Acknowledge(OrderReceivers.Position, acknowledge.UpTo),
        "ven-" => GrainFactory.GetGrain<IVenueGrain>(acknowledge.To).Acknowledge(Key, acknowledge.UpTo),
        "acc-" => GrainFactory.GetGrain<IAccountGrain>(acknowledge.To).Acknowledge(Key, acknowledge.UpTo),
        _ => throw new InvariantException($"Position {Key}: nobody is called {acknowledge.To}."),
    };

    private HeldPosition? View() => _state.Durable is { Position.RoundTripNumber: > 0 } book
        ? new HeldPosition(
            book.Context.Owner, book.Account, book.Position.AtMark(_state.Current!.Position.MarkPrice), book.Instrument, book.Protection.Plan,
            book.StopPrice, book.TakeProfitPrice)
        {
            WorkingOrders = [.. book.Protectives.Select(order => order.OrderId), .. book.Closing is { } closing ? [closing.OrderId] : ImmutableArray<string>.Empty],
            HasMoreToTell = !book.Outbox.IsEmpty,
            IsReplayed = IsLockStep,
        }
        : null;
}
