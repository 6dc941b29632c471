using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Simulated;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.LockStep;
using Trading.Grains.Storage;

namespace Trading.Grains.Venues;

/// <summary>
/// The matching core behind a durable state: what it took or did is stored before anybody hears of it. Requests interleave with other turns
/// and share their writes; each works on the venue without awaiting anything in between. Where the venue is a process of its own, the relay to it.
/// </summary>
[GrainType("venue")]
internal sealed partial class VenueGrain(
    [PersistentState(StateNames.Venue)] IPersistentState<VenueState> storage, PaperVenues paper, TimeProvider time, ILogger<VenueGrain> logger)
    : Grain, IVenueGrain, IDisposable
{
    /// <summary>How far behind the clock time goes on by itself: market events of that time have come by then, or will not come.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(2);

    /// <summary>Causes of transfers that are remembered.</summary>
    private const int TransfersMax = 200;

    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Of an end that its order has heard nobody asks again; its id must be known for as long as a request with it is not refused for its age.
    /// In lock-step none is.
    /// </summary>
    private static readonly VenueMemory Memory = new(AnsweredMax: 50, KnownMax: 1_000, new OrderProtocol().AbsenceAge);

    private static readonly VenueMemory LockStepMemory = Memory with { KnownFor = null };

    private readonly List<VenueReport> _reports = [];
    private readonly Backoff _backoff = new();
    private VenueState _state = new();
    private CoalescedWrites _writes = null!;
    private long _durableSequence;
    private SimulatedVenue? _venue;
    private IGrainTimer? _delivery;
    private IGrainTimer? _watch;
    private bool _isAcknowledgedOnly;

    private string Key => this.GetPrimaryKeyString();

    /// <summary>With everything that turns have applied, the venue itself apart.</summary>
    private VenueState State
    {
        get
        {
            _writes.ThrowIfFailed();
            return _state;
        }
    }

    private VenueOpening Opening => State.Opening ?? throw new InvalidOperationException($"Venue {Key} is not open.");

    private SimulatedVenue Venue => _venue ?? throw new InvalidOperationException($"Venue {Key} is not open.");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_state, _durableSequence) = (storage.State, storage.State.Outbox.Sequence);
        _writes = new CoalescedWrites(Write);
        if (State is { Opening: { } opening, Venue: { } snapshot })
        {
            _venue = Wire(SimulatedVenue.Restore(opening.Options, snapshot), opening);
            Deliver();
            Watch();
        }

        if (State.IsRelayed)
        {
            Deliver();
            Follow();
        }

        return Task.CompletedTask;
    }

    public async Task Open(VenueOpening opening)
    {
        if (State.IsRelayed || (State.Opening is null && paper.Relay is not null && !opening.IsLockStep))
        {
            await OpenRelayed(opening);
            return;
        }

        if (State.Opening is not { } open)
        {
            State.Opening = opening;
            _venue = new SimulatedVenue(opening.Options, opening.Seed, opening.InitialBalance, opening.Markets.Select(MarketOf));
            Wire(_venue, opening);
            await Save();
            return;
        }

        if (open.Owner.Length == 0 && opening.Owner.Length > 0)
        {
            State.Opening = open = open with { Owner = opening.Owner };
            await Save();
        }

        var markets = open.Markets;
        foreach (var market in opening.Markets)
        {
            var known = Venue.FindMarket(market.Instrument.Symbol);
            if (known is not null && known.IsSameAs(MarketOf(market)))
            {
                continue;
            }

            if (known is null)
            {
                Venue.AddMarket(MarketOf(market));
            }
            else
            {
                Venue.Relist(MarketOf(market));
            }

            markets = [.. markets.Where(other => other.Instrument.Symbol != market.Instrument.Symbol), market];
        }

        if (markets != open.Markets)
        {
            State.Opening = open with { Markets = markets };
            await Save();
        }
    }

    public async Task<VenueReport?> Submit(OrderRequest request, DateTimeOffset sentAt)
    {
        if (!Trades(request.Symbol))
        {
            return new VenueRejected(request.Id, VenueReasons.NoMarket, Opening.IsLockStep ? sentAt : time.GetUtcNow());
        }

        if (State.IsRelayed)
        {
            await Announce(request.Id, request.Symbol);
            return await Remote.SubmitAsync(request, sentAt, CancellationToken.None);
        }

        // A process that woke up late must not bring an order that nobody waits for any more.
        var age = time.GetUtcNow() - sentAt;
        if (!Opening.IsLockStep && age > Protocol.ReceiveWindow && !Venue.Knows(request.Id, request.Symbol))
        {
            logger.RequestLate(Key, request.Id, age.TotalMilliseconds);
            return new VenueRejected(request.Id, VenueReasons.RequestExpired, time.GetUtcNow());
        }

        if (State.Clock is { IsEnded: true })
        {
            await FillAtEnd(request);
            return null;
        }

        _changes++;
        if (Venue.Submit(request, sentAt))
        {
            _writes.Apply();
            Watch();
        }

        // Also when it is known: the turn that took it may still be waiting.
        await _writes.Settle();
        return null;
    }

    public async Task<VenueReport?> Cancel(string orderId, Symbol symbol, DateTimeOffset sentAt)
    {
        if (State.IsRelayed)
        {
            return await Remote.CancelAsync(orderId, symbol, sentAt, CancellationToken.None);
        }

        if (Trades(symbol))
        {
            _changes++;
            Venue.Cancel(orderId, sentAt);
            Watch();
            await Save();
        }

        return null;
    }

    public async Task Transfer(string cause, decimal amount)
    {
        var known = State.Transfers;
        if (State.Opening is null || known.Contains(cause, StringComparer.Ordinal))
        {
            return;
        }

        if (State.IsRelayed)
        {
            await Relay.Venue.TransferAsync(Opening.Account, cause, amount, CancellationToken.None);
            return;
        }

        Venue.Transfer(amount);
        State.Transfers = [.. known.Skip(Math.Max(0, known.Length - TransfersMax + 1)), cause];
        await Save();
    }

    public async Task<VenueOrder?> Query(string orderId, Symbol symbol)
    {
        if (State.IsRelayed)
        {
            return await Remote.QueryAsync(orderId, symbol, CancellationToken.None);
        }

        await GoOnAsync();
        var found = Trades(symbol) ? Venue.Query(orderId) : null;
        await _writes.Settle();
        return found;
    }

    public async Task<ImmutableArray<VenueOrder>> ListOpen(Symbol symbol)
    {
        if (State.IsRelayed)
        {
            return await Remote.ListOpenAsync(symbol, CancellationToken.None);
        }

        await GoOnAsync();
        ImmutableArray<VenueOrder> open = Trades(symbol) ? Venue.OpenOrders(symbol) : [];
        await _writes.Settle();
        return open;
    }

    public async Task<long> Observe(long first, MarketBatch batch)
    {
        if (State.IsRelayed)
        {
            return await ObserveRelayed(first, batch);
        }

        KeepComparing();
        var market = Venue.IndexOf(batch.Symbol);
        var end = first + batch.Count;
        var next = Math.Max(first, State.Next.GetValueOrDefault(batch.Symbol.Value));
        if (next >= end)
        {
            // The turn that worked them through may still be waiting.
            await _writes.Settle();
            return next;
        }

        Venue.Observe(market, batch, (int)(next - first), (int)(end - next), _reports);
        next = end;

        State.Next[batch.Symbol.Value] = next;
        await Tell();
        return next;
    }

    public Task Acknowledge(string receiver, long upTo)
    {
        var left = State.Outbox.Acknowledge(receiver, upTo);
        if (left != State.Outbox)
        {
            // Written with the next report, or by the timer: until then a repetition is harmless.
            _changes++;
            State.Outbox = left;
            Settle(receiver);
            _isAcknowledgedOnly = true;
            _backoff.Reset();
        }

        return Task.CompletedTask;
    }

    public Task Touch()
    {
        Follow();
        Deliver();
        return Task.CompletedTask;
    }

    private static OrderProtocol Protocol { get; } = new();

    private static VenueMarket MarketOf(VenueOpeningMarket market) => new(market.Instrument, market.PriceScale, market.QuantityScale, market.Series());

    private bool Trades(Symbol symbol) => Opening.Markets.Any(market => market.Instrument.Symbol == symbol);

    /// <summary>Stores what happened and sends it on its way.</summary>
    private async Task Tell()
    {
        if (_reports.Count == 0)
        {
            return;
        }

        NoteEnds();
        State.Outbox = State.Outbox.Add(_reports, ReceiverOf);
        _reports.Clear();
        await Save();
        Deliver();
        Watch();
    }

    /// <summary>Reports of the order are not acknowledged yet.</summary>
    private bool IsOwed(string orderId) =>
        State.Outbox.Entries.Any(entry => string.Equals(entry.Receiver, orderId, StringComparison.Ordinal))
        || _reports.Exists(report => string.Equals(ReceiverOf(report), orderId, StringComparison.Ordinal));

    private string ReceiverOf(VenueReport report) => report switch
    {
        VenueAccepted accepted => accepted.OrderId,
        VenueRejected rejected => rejected.OrderId,
        VenueFilled filled => filled.OrderId,
        VenueTriggered triggered => triggered.OrderId,
        VenueCanceled canceled => canceled.OrderId,
        VenueFunding funding => GrainKeys.ForPosition(Opening.Account, funding.Symbol),
        VenueLiquidated liquidated => GrainKeys.ForPosition(Opening.Account, liquidated.Symbol),
        _ => throw new InvariantException($"Unknown report {report.GetType().Name}."),
    };

    private Task Save()
    {
        _writes.Apply();
        return _writes.Settle();
    }

    /// <summary>A copy: other turns go on while it is written.</summary>
    private async Task Write()
    {
        var sequence = _state.Outbox.Sequence;
        _isAcknowledgedOnly = false;
        storage.State = new VenueState
        {
            Opening = _state.Opening,
            Venue = _venue?.Snapshot(),
            Outbox = _state.Outbox,
            Next = new Dictionary<string, long>(_state.Next, StringComparer.Ordinal),
            Transfers = _state.Transfers,
            IsRelayed = _state.IsRelayed,
            Relayed = _state.Relayed,
            Clock = _state.Clock,
        };
        await storage.WriteOrDeactivateAsync(this);
        _durableSequence = sequence;
    }

    private SimulatedVenue Wire(SimulatedVenue venue, VenueOpening opening)
    {
        venue.IsOwed = IsOwed;
        venue.Memory = opening.IsLockStep ? LockStepMemory : Memory;
        return venue;
    }

    /// <summary>Sends from a timer turn, so that nobody waits for it; again and again until everything is acknowledged.</summary>
    private void Deliver()
    {
        if (State.Outbox.Entries.IsEmpty)
        {
            return;
        }

        if (_delivery is null)
        {
            _delivery = this.RegisterGrainTimer(SendAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        }
        else
        {
            _delivery.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        if (State.Outbox.Entries.IsEmpty)
        {
            _delivery?.Dispose();
            _delivery = null;
            if (_isAcknowledgedOnly)
            {
                await Save();
            }

            return;
        }

        // First the next attempt: whatever happens to this one, nothing stays untold.
        _delivery?.Change(_backoff.Next(), Timeout.InfiniteTimeSpan);
        ReplayMoment.Set(_letGoIn);
        var upTo = State.Clock is null ? _durableSequence : Math.Min(_durableSequence, _letGo);
        var sending = new List<Task>();
        foreach (var (receiver, delivery) in State.Outbox.UpTo(upTo).Deliveries(Key))
        {
            var sent = receiver.StartsWith("pos-", StringComparison.Ordinal)
                ? GrainFactory.GetGrain<IPositionGrain>(receiver).Report(delivery)
                : GrainFactory.GetGrain<IOrderGrain>(GrainKeys.ForOrder(receiver)).Report(delivery);
            if (State.Clock is not null)
            {
                // One after another, as in a replay.
                await sent;
            }

            sending.Add(sent);
        }

        // No order waits for another's write, and who fails keeps nothing from the others.
        await Task.WhenAll(sending);
    }

    /// <summary>While a request is on its way time must go on, also when no market event brings it.</summary>
    private void Watch()
    {
        if (_venue is { HasInFlight: true } && !Opening.IsLockStep)
        {
            _watch ??= this.RegisterGrainTimer(_ => GoOnAsync(), new GrainTimerCreationOptions(WatchPeriod, WatchPeriod) { KeepAlive = true });
        }
    }

    /// <summary>What was under way while this venue slept has arrived by now: nobody is told that there is no such order.</summary>
    private async Task GoOnAsync()
    {
        if (Venue.HasInFlight && !Opening.IsLockStep)
        {
            Venue.AdvanceTo(time.GetUtcNow() - SilenceMax, _reports);
            await Tell();
        }

        if (!Venue.HasInFlight)
        {
            _watch?.Dispose();
            _watch = null;
        }
    }
}
