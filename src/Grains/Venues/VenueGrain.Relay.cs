using System.Collections.Immutable;
using System.Diagnostics;
using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.Storage;

namespace Trading.Grains.Venues;

/// <summary>
/// The relay to a venue in a process of its own. What market data cause comes with the answer to them, and is stored before they reach anybody
/// else; what the venue pushes is passed on at once, and what of it is lost is found by asking after each order that has not ended.
/// </summary>
internal sealed partial class VenueGrain
{
    /// <summary>The one feed of each symbol here: markets number their events without ever going back.</summary>
    private const string RelayFeed = "paper";

    /// <summary>Pushes that wait for a turn; more are left to the questions.</summary>
    private const int PushedMax = 1_000;

    private const int QuestionsAtOnce = 8;

    /// <summary>Orders that have not ended are asked after this often, and after each gap in the pushes.</summary>
    private static readonly TimeSpan ReconcilePeriod = TimeSpan.FromSeconds(10);

    /// <summary>An order that the venue still does not know so long after it was sent never reached it, and is not going to.</summary>
    private static readonly TimeSpan AbsenceMax = TimeSpan.FromSeconds(30);

    /// <summary>Without market data and orders for so long, nothing is listened for.</summary>
    private static readonly TimeSpan QuietMax = TimeSpan.FromMinutes(1);

    private readonly Queue<VenueReport> _pushed = new();
    private readonly Queue<(string OrderId, DateTimeOffset AskedAt, VenueOrder? Found)> _answers = new();
    private readonly Dictionary<string, VenueOrder> _shown = new(StringComparer.Ordinal);
    private GrainAlarm? _pump;
    private IGrainTimer? _follow;
    private CancellationTokenSource? _listening;
    private Task _reconciling = Task.CompletedTask;
    private DateTimeOffset _reconcileAt;
    private DateTimeOffset _neededAt;

    private VenueRelay Relay => paper.Relay
        ?? throw new InvalidOperationException($"Venue {Key} is a process of its own, and no address of it is set.");

    private IOrderGateway Remote => Relay.Gateways.Of(Opening.Account);

    public Task<bool> IsRelayed() => State.Opening is null
        ? throw new InvalidOperationException($"Venue {Key} is not open.")
        : Task.FromResult(State.IsRelayed);

    public async Task<bool> Announce(string orderId, Symbol symbol)
    {
        if (!await IsRelayed())
        {
            return false;
        }

        // Also when it is known: one that is sent again may not be there for as long as the first time.
        State.Relayed = State.Relayed.SetItem(orderId, new(symbol, time.GetUtcNow(), IsOver: false));
        await Save();
        Follow();
        return true;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _listening?.Cancel();
        return Task.CompletedTask;
    }

    public void Dispose() => _listening?.Dispose();

    private async Task OpenRelayed(VenueOpening opening)
    {
        var open = State.Opening ?? opening;
        var joined = open with
        {
            Owner = open.Owner.Length > 0 ? open.Owner : opening.Owner,
            Markets =
            [
                .. open.Markets.Where(market => !opening.Markets.Any(wanted => wanted.Instrument.Symbol == market.Instrument.Symbol)),
                .. opening.Markets,
            ],
        };
        await Relay.Venue.OpenAsync(
            new VenueTerms(
                joined.Account, joined.Options, joined.Seed, joined.InitialBalance,
                [.. joined.Markets.Select(market => new VenueListing(MarketOf(market), RelayFeed, joined.IsLockStep))]),
            CancellationToken.None);
        (State.Opening, State.IsRelayed) = (joined, true);
        await Save();
        _neededAt = time.GetUtcNow();
        Follow();
    }

    /// <summary>A call whose answer was lost is repeated word by word, and answered as it was; what of the batch came since then follows.</summary>
    private async Task<long> ObserveRelayed(long first, MarketBatch batch)
    {
        _neededAt = time.GetUtcNow();
        Follow();
        var symbol = batch.Symbol.Value;
        var end = first + batch.Count;
        var next = Math.Max(first, State.Next.GetValueOrDefault(symbol));
        while (next < end)
        {
            var progress = await Relay.Venue.AdvanceAsync(
                Opening.Account, new VenueFeed(RelayFeed, next, Rest(batch, (int)(next - first)), StopsAtReport: false), CancellationToken.None);
            if (progress.Next <= next)
            {
                throw new InvariantException($"Venue {Key}: {symbol} stands at event {progress.Next}, and was given those from {next} on.");
            }

            next = progress.Next;
            if (State.Next.GetValueOrDefault(symbol) < next)
            {
                State.Next[symbol] = next;
                _reports.AddRange(progress.Reports);
            }

            // Also when a repetition of this call has its answer already: the turn that took it may still be waiting.
            await Tell();
            await _writes.Settle();
        }

        return next;
    }

    private static MarketBatch Rest(MarketBatch batch, int from) => from == 0
        ? batch
        : new MarketBatch(
            batch.Symbol, batch.PriceScale, batch.QuantityScale, batch.Events[from..].ToArray(), batch.Count - from, batch.Depth.ToArray(), batch.DepthLevels);

    /// <summary>Listens and asks for as long as there is something to hear.</summary>
    private void Follow()
    {
        if (!State.IsRelayed || paper.Relay is null)
        {
            return;
        }

        _pump ??= new GrainAlarm(this, time, Pump);
        _follow ??= this.RegisterGrainTimer(_ => LookAsync(), new GrainTimerCreationOptions(TimeSpan.Zero, WatchPeriod) { KeepAlive = true });
        if (_listening is null)
        {
            _listening = new CancellationTokenSource();
            _ = ListenAsync(Relay.Stream, Opening.Account, _listening.Token);
        }
    }

    private Task LookAsync()
    {
        var now = time.GetUtcNow();
        if (State.Relayed.IsEmpty && now - _neededAt >= QuietMax)
        {
            _listening?.Cancel();
            _listening?.Dispose();
            _listening = null;
            _hearing = _hearing.Silent();
            _follow?.Dispose();
            _follow = null;
        }
        else if (now >= _reconcileAt && _reconciling.IsCompleted)
        {
            _reconcileAt = now + ReconcilePeriod;
            _reconciling = ReconcileAsync(Remote);
        }

        TellConnection();
        return Task.CompletedTask;
    }

    // Between turns: neither a stream nor an answer holds up what the grain is asked meanwhile.
    private async Task ListenAsync(IVenueStream stream, string account, CancellationToken stopping)
    {
        // It goes on for hours: whoever happened to begin it, with its trace, is not the cause of what comes.
        Activity.Current = null;
        var pace = new Backoff();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var report in stream.ReadAsync(account, Opened, stopping))
                {
                    Take(report);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.StreamBroke(failure, Key);
            }

            ConnectionLost();
            await Task.Delay(pace.Next(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        void Opened()
        {
            pace.Reset();
            ConnectionOpened();
        }
    }

    private void Take(VenueReport report)
    {
        if (_pushed.Count >= PushedMax)
        {
            _reconcileAt = DateTimeOffset.MinValue;
            return;
        }

        _pushed.Enqueue(report);
        _pump!.Set(TimeSpan.Zero);
    }

    /// <summary>First the orders, whose fills are then on their way before the position is asked to do without them.</summary>
    private async Task ReconcileAsync(IOrderGateway remote)
    {
        var stream = _hearing.Stream;
        var asked = State.Relayed.Where(order => !order.Value.IsOver).ToList();
        foreach (var several in asked.Chunk(QuestionsAtOnce))
        {
            await Task.WhenAll(several.Select(async order =>
            {
                try
                {
                    var askedAt = time.GetUtcNow();
                    _answers.Enqueue((order.Key, askedAt, await remote.QueryAsync(order.Key, order.Value.Symbol, CancellationToken.None)));
                    _pump!.Set(TimeSpan.Zero);
                    _hearing = _hearing.Answered(stream, order.Key);
                }
                catch (Exception failure)
                {
                    // It says nothing; the next round asks again.
                    logger.QuestionFailed(failure, Key, order.Key);
                }
            }));
        }

        RoundEnded(stream, await CompareRoundAsync(), asked.Select(order => order.Key));
    }

    /// <summary>What was pushed and answered meanwhile, in a turn of its own.</summary>
    private async Task Pump()
    {
        var before = State.Relayed;
        while (_answers.TryDequeue(out var answer))
        {
            Take(answer.OrderId, answer.AskedAt, answer.Found);
        }

        var pushed = new List<VenueReport>();
        while (_pushed.TryDequeue(out var report))
        {
            var receiver = ReceiverOf(report);
            if (receiver.StartsWith("pos-", StringComparison.Ordinal))
            {
                // Nothing that could be asked tells of these again.
                _reports.Add(report);
            }
            else if (receiver.StartsWith(ClientOrderId.Prefix, StringComparison.Ordinal))
            {
                pushed.Add(report);
            }
            else
            {
                // Somebody else trades on the account: its positions tell what has become of it.
                logger.OrderStrange(Key, receiver);
                _reconcileAt = DateTimeOffset.MinValue;
            }
        }

        if (_reports.Count > 0)
        {
            await Tell();
        }
        else if (before != State.Relayed)
        {
            await Save();
        }

        AnswersStored();
        foreach (var reports in pushed.GroupBy(ReceiverOf, StringComparer.Ordinal))
        {
            await GrainFactory.GetGrain<IOrderGrain>(GrainKeys.ForOrder(reports.Key)).Report(new VenueDelivery(Sender: null, 0, [.. reports]));
        }
    }

    private void Take(string orderId, DateTimeOffset askedAt, VenueOrder? found)
    {
        if (!State.Relayed.TryGetValue(orderId, out var relayed) || relayed.IsOver)
        {
            return;
        }

        if (found is null)
        {
            if (askedAt - relayed.AnnouncedAt >= AbsenceMax)
            {
                Forget(orderId);
            }

            return;
        }

        if (_shown.TryGetValue(orderId, out var shown) && shown.Status == found.Status && shown.FilledQuantity == found.FilledQuantity)
        {
            return;
        }

        _shown[orderId] = found;
        _reports.AddRange(VenueReports.Of(found));
        if (found.Status.IsTerminal)
        {
            State.Relayed = State.Relayed.SetItem(orderId, relayed with { IsOver = true });
        }
    }

    /// <summary>Before reports are stored: which of them end an order.</summary>
    private void NoteEnds()
    {
        foreach (var report in _reports.Where(report => report is VenueRejected or VenueCanceled))
        {
            var orderId = ReceiverOf(report);
            if (State.Relayed.TryGetValue(orderId, out var relayed) && !relayed.IsOver)
            {
                State.Relayed = State.Relayed.SetItem(orderId, relayed with { IsOver = true });
            }
        }
    }

    /// <summary>An order that has ended and has heard everything is not asked after any more.</summary>
    private void Settle(string receiver)
    {
        if (State.Relayed.TryGetValue(receiver, out var relayed) && relayed.IsOver && !IsOwed(receiver))
        {
            Forget(receiver);
        }
    }

    private void Forget(string orderId)
    {
        State.Relayed = State.Relayed.Remove(orderId);
        _shown.Remove(orderId);
    }
}
