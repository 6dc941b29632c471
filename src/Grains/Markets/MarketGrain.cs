using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Journal;
using Trading.Grains.Operations;
using Trading.Grains.Placement;
using Trading.Grains.Storage;
using Trading.Storage.Datasets;

namespace Trading.Grains.Markets;

/// <summary>
/// One subscription for all who need the market. Events are numbered, screened, kept for a while, and read by each follower at its own
/// pace between this grain's turns.
/// </summary>
[GrainType("market"), FeedPlacement]
internal sealed class MarketGrain(
    [PersistentState(StateNames.Market)] IPersistentState<MarketState> storage, IMarketFeeds feeds, IJournal journal, MarketMetrics metrics, TimeProvider time,
    ILogger<MarketGrain> logger)
    : Grain, IMarketGrain, IDisposable
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeptMin = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, MarketAudience> _audiences = new(StringComparer.Ordinal);
    private readonly long[] _badSeen = new long[BadEventKinds.Count];
    private RecentEvents _events = null!;
    private MarketAlerts _alerts = null!;
    private MarketScreen _screen = new();
    private FeedDescription? _feed;
    private LatestMarket? _latest;
    private MarketSource? _source;
    private Task _reading = Task.CompletedTask;
    private CancellationTokenSource? _stopping;
    private DateTimeOffset _neededSince;
    private DateTimeOffset? _receivedAt;
    private SilenceNote? _silence;
    private long _count;
    private IGrainTimer? _watch;

    private string Key => this.GetPrimaryKeyString();

    private Dictionary<string, MarketSubscription> Subscriptions => storage.State.Subscriptions;

    private TimeSpan Kept => Subscriptions.Values.Select(wanted => wanted.WindowMax).Append(KeptMin).Max();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // A later activation must not use a number again that an earlier one gave away: no feed brings a thousand events a millisecond.
        _events = new RecentEvents(time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000);
        _alerts = new MarketAlerts(Key, journal, time, logger);
        await BeginAsync(cancellationToken);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_audiences.Values.Select(audience => audience.FinishRecordingAsync())).WaitAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            // As in a crash: the last seconds are lost, and the next recorder notes the gap.
            logger.RecordingCutShort(failure, Key);
        }

        End();
    }

    public void Dispose() => _stopping?.Dispose();

    public async Task Subscribe(MarketSubscription subscription)
    {
        if (_feed is null)
        {
            await DescribeAsync(subscription.Source, CancellationToken.None);
        }

        // A recording goes on as it is: to begin it anew would cost what came meanwhile.
        var isRecorded = subscription.Recording is { } recording && _audiences.TryGetValue(subscription.Session, out var known)
            && known.Subscription.Recording == recording;
        Subscriptions[subscription.Session] = subscription;
        await storage.WriteOrDeactivateAsync(this);
        if (!isRecorded)
        {
            Follow(subscription);
        }

        await BeginAsync(CancellationToken.None);
    }

    public async Task Unsubscribe(string session)
    {
        if (!Subscriptions.ContainsKey(session))
        {
            return;
        }

        if (_audiences.TryGetValue(session, out var leaving))
        {
            await leaving.FinishRecordingAsync();
        }

        Subscriptions.Remove(session);
        await storage.WriteOrDeactivateAsync(this);
        if (_audiences.Remove(session, out var audience))
        {
            audience.Stop();
        }

        if (Subscriptions.Count == 0)
        {
            logger.FeedEnds(Key, _source?.Feed ?? "");
            End();
        }
    }

    public Task<MarketView?> Find() => Task.FromResult(_feed is null || _latest is null
        ? null
        : new MarketView(
            _feed.Market.Instrument, _latest.Last, _latest.Mark, _latest.Bid, _latest.Ask, _latest.MessageAt, _receivedAt, Freshness(), _count, BadEvents()));

    public Task<RiskMarket?> ForRisk(OrderRequest request) => Task.FromResult(_latest?.ForRisk(request));

    public Task<MarketHistory> Recent(DateTimeOffset from)
    {
        var (first, batches) = _events.From(from.ToUnixTimeMilliseconds());
        return Task.FromResult(new MarketHistory(first, batches));
    }

    public async Task Touch() => await BeginAsync(CancellationToken.None);

    private async Task DescribeAsync(MarketSource source, CancellationToken cancellation)
    {
        var key = Key;
        var prefix = key.IndexOf('-', StringComparison.Ordinal) + 1;
        var end = key.LastIndexOf(':');
        var symbol = Symbol.Parse(key[(end + 1)..].ToUpperInvariant());
        var market = await feeds.DescribeAsync(source.Feed, symbol, cancellation)
            ?? throw new InvalidOperationException($"Market {key}: feed '{source.Feed}' does not have {symbol}.");
        _source = source;
        _feed = new FeedDescription(key[prefix..end], market);
        _latest = _feed.NewView();
    }

    /// <summary>Makes sure that the feed runs while somebody needs it.</summary>
    private async Task BeginAsync(CancellationToken cancellation)
    {
        if (Subscriptions.Count == 0 || !_reading.IsCompleted)
        {
            return;
        }

        if (_feed is null)
        {
            await DescribeAsync(Subscriptions.Values.First().Source, cancellation);
        }

        foreach (var subscription in Subscriptions.Values)
        {
            if (!_audiences.ContainsKey(subscription.Session))
            {
                Follow(subscription);
            }
        }

        _stopping?.Dispose();
        _stopping = new CancellationTokenSource();
        _screen = new MarketScreen();
        var source = _source!;
        logger.FeedBegins(Key, source.Feed);
        _reading = ReadAsync(feeds.Open(new FeedRequest(source.Feed, _feed!.Market.Instrument.Symbol, source.Seed, source.Start)), _stopping.Token);
        if (_watch is null)
        {
            _neededSince = time.GetUtcNow();
            _watch = this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(WatchPeriod, WatchPeriod) { KeepAlive = true });
        }
    }

    private void Follow(MarketSubscription subscription)
    {
        if (_audiences.Remove(subscription.Session, out var before))
        {
            before.Stop();
        }

        // Asked for only here: where nothing is recorded, no database is needed.
        var recorder = subscription.Recording is { } recording
            ? new MarketRecorder(Key, recording, GrainContext.ActivationId.ToString(), ServiceProvider.GetRequiredService<RecordingStore>(), time, logger)
            : null;
        _audiences[subscription.Session] = new MarketAudience(Key, subscription, _feed!, _events, recorder, _alerts, metrics, GrainFactory, time, logger);
    }

    private void End()
    {
        _stopping?.Cancel();
        foreach (var audience in _audiences.Values)
        {
            audience.Stop();
        }

        _audiences.Clear();
        _watch?.Dispose();
        _watch = null;
        if (_silence is not null)
        {
            _silence.End();
            _silence = null;
            metrics.CountStale(-1);
        }
    }

    /// <summary>Runs between this grain's turns for as long as the feed is needed.</summary>
    private async Task ReadAsync(IMarketFeed feed, CancellationToken stopping)
    {
        // It goes on for hours: whoever happened to begin it, with its trace, is not the cause of what comes.
        Activity.Current = null;
        try
        {
            await foreach (var part in feed.ReadAsync(Kept, stopping))
            {
                if (stopping.IsCancellationRequested)
                {
                    return;
                }

                Take(part);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nobody needs the feed any more.
        }
        catch (Exception failure)
        {
            logger.FeedBroke(failure, Key, _source?.Feed ?? "");
        }
    }

    private void Take(FeedBatch part)
    {
        if (_screen.Screen(part.Batch) is not { } batch)
        {
            return;
        }

        _latest!.Take(batch, 0, batch.Count);
        if (part.IsPast)
        {
            _events.Add(batch);
            foreach (var audience in _audiences.Values)
            {
                audience.Skip(_events.Next);
            }

            return;
        }

        _receivedAt = time.GetUtcNow();
        _events.Add(batch);
        _count += CountOf(batch);
        foreach (var audience in _audiences.Values)
        {
            audience.Wake();
        }
    }

    private static int CountOf(MarketBatch batch)
    {
        var count = 0;
        foreach (ref readonly var market in batch.Events)
        {
            count += market.Kind is MarketEventKind.Heartbeat or MarketEventKind.Gap ? 0 : 1;
        }

        return count;
    }

    /// <summary>A feed that broke is opened anew; what nobody can want any more is forgotten.</summary>
    private async Task LookAsync(CancellationToken cancellation)
    {
        if (_events.NewestMs is { } newest)
        {
            _events.Trim(newest - (long)Kept.TotalMilliseconds);
        }

        for (var kind = 0; kind < BadEventKinds.Count; kind++)
        {
            var count = _screen.CountOf((BadEventKind)kind);
            if (count != _badSeen[kind])
            {
                _badSeen[kind] = count;
                logger.BadEvents(Key, BadEventKinds.NameOf((BadEventKind)kind), count);
            }
        }

        foreach (var audience in _audiences.Values)
        {
            audience.StoreIfDue();
        }

        NoteSilence();
        _alerts.TellAsync().Ignore();
        await BeginAsync(cancellation);
    }

    /// <summary>Entries on a silent feed are refused by the age of what they were decided on; their owners are told once for each silence.</summary>
    private void NoteSilence()
    {
        var since = _receivedAt is { } received && received > _neededSince ? received : _neededSince;
        var now = time.GetUtcNow();
        var isStale = now - since >= FreshnessAges.FreshMax;
        _silence?.Repeat(now);
        if (isStale == (_silence is not null))
        {
            return;
        }

        metrics.CountStale(isStale ? 1 : -1);
        if (!isStale)
        {
            _silence!.End();
            _silence = null;
            logger.FeedFresh(Key, _source?.Feed ?? "");
            return;
        }

        _silence = new SilenceNote(Key, since, GrainFactory);
        _silence.Repeat(now);
        logger.FeedStale(Key, _source?.Feed ?? "", since);
        foreach (var subscription in Subscriptions.Values)
        {
            _alerts.Raise(
                subscription, "critical", MarketAlertCodes.Stale, subscription.Session, since.ToUnixTimeMilliseconds(),
                FormattableString.Invariant($"Nothing has come for {Key} since {since:O}. Entries are refused while what they are decided on is old."));
        }
    }

    private Freshness Freshness() => _receivedAt is { } received ? FreshnessAges.Of(time.GetUtcNow() - received) : Domain.MarketData.Feeds.Freshness.Dead;

    private ImmutableDictionary<string, long> BadEvents() => Enumerable.Range(0, BadEventKinds.Count)
        .Select(kind => (BadEventKind)kind)
        .ToImmutableDictionary(BadEventKinds.NameOf, _screen.CountOf, StringComparer.Ordinal);
}
