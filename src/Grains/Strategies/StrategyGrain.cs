using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Domain.Accounts;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Instances;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Journal;
using Trading.Grains.LockStep;
using Trading.Grains.Orders;
using Trading.Grains.Placement;
using Trading.Grains.Storage;
using Instances = Trading.Domain.Strategies.Instances;

namespace Trading.Grains.Strategies;

/// <summary>
/// An instance machine over the batches of its market. What it decides is stored before anybody is asked, and stored again with the
/// answer; whatever breaks in between is asked again with the same words.
/// </summary>
[GrainType("strategy"), FeedPlacement]
internal sealed partial class StrategyGrain(
    [PersistentState(StateNames.Instance)] IPersistentState<InstanceGrainState> storage,
    IJournal journal,
    TimeProvider time,
    ILogger<StrategyGrain> logger) : Grain, IStrategyGrain
{
    /// <summary>Memory of conditions and marks that no transition has stored is stored after this, so that a restart loses little of it.</summary>
    private static readonly TimeSpan MemoryAgeMax = TimeSpan.FromSeconds(5);

    /// <summary>What an evaluation that neither signals nor enters stands on may be this old, in event time.</summary>
    private static readonly TimeSpan FootingAgeMax = TimeSpan.FromSeconds(1);

    private InstanceDesk? _desk;
    private long _next;
    private bool _isWarm;
    private InstanceFooting? _footing;
    private DateTimeOffset _footingAt;
    private DateTimeOffset _savedAt;
    private bool _isToldUntil;

    /// <summary>Of the newest batch: what is decided on it is stale.</summary>
    private bool _isLagging;

    private string Key => this.GetPrimaryKeyString();

    private InstanceSetup Setup => storage.State.Setup!;

    private StrategyInstance Machine => _desk!.Machine;

    private IAccountGrain Account => GrainFactory.GetGrain<IAccountGrain>(Setup.Account);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tell = new GrainAlarm(this, time, () =>
        {
            _ = JournalAsync();
            return Task.CompletedTask;
        });
        if (storage.State.Setup is not null)
        {
            _storedSequence = storage.State.RecordSequence;
            Restore();
            Tell();
        }

        return Task.CompletedTask;
    }

    public async Task Start(InstanceSetup setup)
    {
        if (storage.State.Setup is null)
        {
            storage.State.Setup = setup;
            Restore();
            await SaveAsync();
        }
    }

    public async Task Take(long first, MarketBatch batch, bool isLagging)
    {
        if (storage.State.Setup is null || Machine.State.Status is InstanceStatus.Stopped)
        {
            return;
        }

        try
        {
            await FinishAsync();
            await WarmAsync(first, batch);
            _isLagging = isLagging;
            await WalkAllAsync(first, batch, isPast: false);
        }
        catch (Exception)
        {
            // Half a block has moved the indicators: the next activation warms them anew and takes the batch from where the last write stood.
            DeactivateOnIdle();
            throw;
        }
    }

    public async Task Hear(OrderDelivery delivery)
    {
        if (storage.State.Setup is null)
        {
            return;
        }

        await FinishAsync();
        var id = delivery.Request.Id;
        var (heard, news, isNew) = storage.State.Orders.GetValueOrDefault(id).Take(delivery);
        foreach (var said in news)
        {
            Machine.Hear(said);
        }

        if (isNew)
        {
            if (heard is { } known)
            {
                storage.State.Orders[id] = known;
            }
            else
            {
                storage.State.Orders.Remove(id);
            }

            await SaveAsync();
        }

        await GrainFactory.GetGrain<IOrderGrain>(GrainKeys.ForOrder(id)).Acknowledge(OrderReceivers.Instance, delivery.Entries[^1].Sequence);
    }

    public Task Forget(string orderId, long upTo)
    {
        if (storage.State.Setup is not null)
        {
            HeardOrder.Forget(storage.State.Orders, Machine.State, orderId, upTo);
        }

        return Task.CompletedTask;
    }

    public async Task Hear(PositionDelivery delivery)
    {
        if (storage.State.Setup is null)
        {
            return;
        }

        await FinishAsync();
        if (delivery.Sequence > (storage.State.Position?.Sequence ?? 0))
        {
            _desk!.Hear(delivery, storage.State.Position);
            storage.State.Position = delivery with { Closed = [] };
            foreach (var closed in delivery.Closed)
            {
                Machine.Hear(closed);
            }

            await SaveAsync();
        }

        await GrainFactory.GetGrain<IPositionGrain>(delivery.Position).Acknowledge(Key, delivery.Sequence);
    }

    public async Task<DateTimeOffset> Pause(string actor)
    {
        if (storage.State.Setup is not null && !Machine.State.IsPaused)
        {
            Machine.Pause();
            await SaveAsync();
            logger.InstancePaused(Key, actor);
        }

        return NextInstant();
    }

    public async Task<DateTimeOffset?> Resume(string actor)
    {
        if (storage.State.Setup is null || Machine.Resume(_desk!.Now ?? Now(), PriceNow()) is not { } decision)
        {
            return null;
        }

        var from = NextInstant();
        await CarryAsync(decision);
        await SaveAsync();
        logger.InstanceResumed(Key, actor);
        return from;
    }

    public async Task Stop(StopPolicy policy)
    {
        if (storage.State.Setup is null || Machine.State.Status is InstanceStatus.Stopped)
        {
            return;
        }

        await FinishAsync();
        var footing = _footing ?? new InstanceFooting(0m, 0m, HasSlot: false, SymbolFree: false);

        // Closing is the position's: it alone knows what it holds, and never closes it twice.
        var own = policy is StopPolicy.Close ? StopPolicy.Cancel : policy;
        await CarryAsync(Machine.Stop(_desk!.Now ?? Now(), own, _desk.ViewOf(footing, storage.State.Position)));
    }

    public Task<RunningInstance?> Find() => Task.FromResult(storage.State.Setup is not { } setup
        ? null
        : new RunningInstance(
            setup, Machine.State.Status, Machine.State.Since, Machine.State.IsPaused, Machine.HoldsSymbol, _desk!.WarmupPct, storage.State.Why, Machine.WhyNot())
        {
            WorkingOrders =
            [
                .. new[] { Machine.State.Entry, Machine.State.Step, Machine.State.Closing }
                    .Where(order => order is { IsAnswered: true, Works: true }).Select(order => order!.Id),
            ],
            KnownOrders = [.. storage.State.Orders.Keys],
            HasMoreToTell = !storage.State.Records.IsEmpty || !storage.State.Pending.IsEmpty,
        });

    public async Task Touch()
    {
        if (storage.State.Setup is not null && !IsLockStep)
        {
            await FinishAsync();
            Tell();
        }
    }

    /// <summary>The last trade, else the mark; 0 before any.</summary>
    private decimal PriceNow() => _desk!.Latest.Last > 0m ? _desk.Latest.Last : _desk.Latest.Mark;

    /// <summary>The first instant of which no event is behind the instance.</summary>
    private DateTimeOffset NextInstant() => _desk?.Now?.AddMilliseconds(1) ?? Now();

    private void Restore()
    {
        _desk = new InstanceDesk(Key, Setup, storage.State.Snapshot) { Marks = storage.State.Marks };
        _next = storage.State.Next;
        _isWarm = false;
        _seen = 0;
        _isToldUntil = false;
    }

    /// <summary>The first batch of an activation: indicators get the past that they need.</summary>
    private async Task WarmAsync(long first, MarketBatch batch)
    {
        if (_isWarm)
        {
            return;
        }

        var from = DateTimeOffset.FromUnixTimeMilliseconds(batch.Events[0].TimeMs) - _desk!.Window;
        var history = await GrainFactory.GetGrain<IMarketGrain>(GrainKeys.ForMarket(Setup.Feed, batch.Symbol)).Recent(from);
        var footing = await FootingAsync(DateTimeOffset.FromUnixTimeMilliseconds(batch.Events[0].TimeMs));
        var number = history.First;
        foreach (var past in history.Batches)
        {
            for (var offset = 0; offset < past.Count && number < first;)
            {
                var count = (int)Math.Min(InstanceDesk.CountOfBlock(past, offset), first - number);
                var isKnown = number < _next;
                count = isKnown ? (int)Math.Min(count, _next - number) : count;
                _desk.Warm(past, offset, count, isKnown, footing.DayStartEquity);
                number += count;
                offset += count;
            }
        }

        _next = Math.Max(_next, first);
        _isWarm = true;
    }

    private async Task WalkAllAsync(long first, MarketBatch batch, bool isPast)
    {
        for (var offset = (int)Math.Max(0, _next - first); offset < batch.Count;)
        {
            var count = InstanceDesk.CountOfBlock(batch, offset);
            await WalkAsync(first + offset, batch, offset, count, isPast);
            offset += count;
        }

        if (!isPast && _desk!.Now - _savedAt >= MemoryAgeMax)
        {
            await SaveAsync();
        }
    }

    private async Task WalkAsync(long number, MarketBatch batch, int offset, int count, bool isPast)
    {
        var begin = DateTimeOffset.FromUnixTimeMilliseconds(batch.Events[offset].TimeMs);
        var footing = _footing is { } known && _footingAt.UtcDateTime.Date == begin.UtcDateTime.Date ? known : await FootingAsync(begin, isPast);
        _desk!.Begin(batch, offset, count, footing.DayStartEquity);
        for (var index = Machine.NextEvent(0); index < count; index = Machine.NextEvent(index + 1))
        {
            _desk.TakeTo(index + 1);
            _next = number + index + 1;
            footing = await FootingAsync(_desk.Now!.Value, isPast);
            var before = Machine.State;
            var decision = Machine.Evaluate(index, _desk.ViewOf(footing, storage.State.Position));
            if (isPast)
            {
                // It was decided already, and stored: nothing was, or the memory would be behind it.
                Require(decision.IsNone, number + index);
                continue;
            }

            if (!decision.IsNone || !ReferenceEquals(before, Machine.State))
            {
                await CarryAsync(decision);
            }

            await GiveBackAsync();
        }

        _desk.TakeTo(count);
        Machine.EndBlock();
        _next = number + count;
    }

    /// <summary>A slot is taken before the evaluation that wants it; equity is that of the decision wherever one can fall.</summary>
    private async Task<InstanceFooting> FootingAsync(DateTimeOffset at, bool isPast = false)
    {
        var status = Machine.State.Status;
        var decides = status is InstanceStatus.Watching or InstanceStatus.Signaled || IsLockStep;
        if (_footing is { } known && !decides && at - _footingAt < FootingAgeMax)
        {
            return known;
        }

        var wantsSlot = _isWarm && !IsFull && !isPast && status is InstanceStatus.Watching;
        _footing = await Account.Prepare(new InstanceQuestion(Setup.Session, Key, Setup.Market.Instrument.Symbol, wantsSlot, _desk!.Latest.Mark, at));
        _footingAt = at;

        // Of the past is known that nothing came of it: not for want of a signal, then for want of a slot.
        return isPast ? _footing with { HasSlot = false } : _footing;
    }

    private async Task GiveBackAsync()
    {
        if (_footing is { HasSlot: true } && !Machine.HoldsSlot)
        {
            await Account.GiveBack(Setup.Session, Key, Setup.Market.Instrument.Symbol, _footingAt);
            _footing = _footing with { HasSlot = false };
        }
    }

    /// <summary>Stores a decision, then carries it out.</summary>
    private async Task CarryAsync(InstanceDecision decision)
    {
        Record(decision);
        Note(decision);
        storage.State.Pending = [.. storage.State.Pending, .. decision.Effects.OfType<Instances.PlaceOrder>().Select(PendingOf)];
        await SaveAsync();
        await CancelAsync();
        await FinishAsync();
    }

    /// <summary>Asks for what is pending, and stores what became of it. The same words as before, however often.</summary>
    private async Task FinishAsync()
    {
        if (!_isToldUntil)
        {
            await RepeatCancelsAsync();
            _isToldUntil = true;
        }

        while (storage.State.Pending is [var pending, ..])
        {
            var answer = await AskAsync(pending);
            var decision = Machine.Answer(answer);
            Record(decision);
            Note(decision);
            storage.State.Pending = [.. storage.State.Pending[1..], .. decision.Effects.OfType<Instances.PlaceOrder>().Select(PendingOf)];
            await SaveAsync();
            await CancelAsync();
        }
    }

    private async Task<OrderAnswer> AskAsync(PendingOrder pending)
    {
        if (pending.Place is { } place && ReplayMoment.Current is { } moment)
        {
            ReplayMoment.Set(moment with { Place = place });
        }

        var (verdict, _) = await GrainFactory.JudgeAndPlaceAsync(pending.Request, pending.Context, pending.Market, Now());
        return verdict.IsApproved ? OrderAnswer.Approved(pending.Request.Id) : OrderAnswer.Refused(pending.Request.Id, verdict.Reasons);
    }

    private void Note(InstanceDecision decision) => storage.State.Cancels =
        [.. storage.State.Cancels, .. decision.Effects.OfType<CancelOrder>().Select(cancel => new PendingCancel(cancel.OrderId, cancel.Reason))];

    /// <summary>Asks for what was noted; forgotten with the next write, because asking twice changes nothing.</summary>
    private async Task CancelAsync()
    {
        foreach (var cancel in storage.State.Cancels)
        {
            await GrainFactory.GetGrain<IOrderGrain>(GrainKeys.ForOrder(cancel.OrderId)).Cancel(cancel.Reason);
        }

        storage.State.Cancels = [];
    }

    /// <summary>A cancel was stored as asked for before it was: an activation that comes back asks once more.</summary>
    private async Task RepeatCancelsAsync()
    {
        await CancelAsync();
        foreach (var order in new[] { Machine.State.Entry, Machine.State.Step, Machine.State.Closing })
        {
            if (order is { Works: true, CancelRequested: true })
            {
                await GrainFactory.GetGrain<IOrderGrain>(GrainKeys.ForOrder(order.Id)).Cancel(OrderReasons.Requested);
            }
        }
    }

    private PendingOrder PendingOf(Instances.PlaceOrder place)
    {
        var intent = place.Intent;
        var request = new OrderRequest(
            place.OrderId, Setup.Account, Setup.Session, Key, intent.Purpose, intent.Symbol, intent.Side, intent.Type, intent.TimeInForce,
            intent.Quantity, intent.Price, intent.StopPrice, intent.ReduceOnly, intent.Leverage, intent.Timeout, Now());
        var reference = _desk!.Latest.Reference;
        var context = new OrderContext(
            Setup.Owner, Setup.Strategy, Setup.Version, Setup.Venue, Setup.Clock, Setup.Market.Instrument,
            intent.Purpose is OrderPurpose.Entry ? _desk.Protection : null, reference == 0m ? null : reference, intent.ExitReason);
        return new PendingOrder(request, context, _desk.Latest.ForRisk(request) with { IsLagging = _isLagging }) { Place = ReplayMoment.Current?.Place };
    }

    /// <summary>Times of orders and risk: the clock's on a live feed, the event's in lock-step.</summary>
    private DateTimeOffset Now() => IsLockStep ? _desk!.Now ?? Setup.At : time.GetUtcNow();

    private async Task SaveAsync()
    {
        storage.State.Snapshot = Machine.Snapshot();
        storage.State.Next = _next;
        storage.State.Marks = _desk!.Marks;
        _savedAt = _desk.Now ?? DateTimeOffset.MinValue;
        _changes++;
        var sequence = storage.State.RecordSequence;
        await storage.WriteOrDeactivateAsync(this);
        _storedSequence = sequence;
        Tell();
    }
}
