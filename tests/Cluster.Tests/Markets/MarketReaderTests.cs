using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Cluster.Tests.Desk;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Markets;

namespace Trading.Cluster.Tests.Markets;

/// <summary>One reader of a market whose other side answers when the test says so.</summary>
public sealed class MarketReaderTests : IDisposable
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly MarketSubscription Subscription = new(
        "ses-a", new MarketSource("scripted", null, 1, null, null), "acc-ses-a", ["str-a"], TimeSpan.Zero, Recording: null, Venue: null)
    {
        Owner = "alice",
    };

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MarketMeasurements _measured;
    private readonly RecordedJournal _journal = new();
    private readonly RecentEvents _events = new(next: 1);
    private readonly MarketReader _reader;
    private readonly List<(long First, int Count, bool IsLagging, TaskCompletionSource Taken)> _calls = [];

    public MarketReaderTests()
    {
        _measured = new MarketMeasurements(_services);
        var alerts = new MarketAlerts("mkt-a", _journal, _clock, NullLogger.Instance);
        var trouble = new ReaderTrouble(
            "mkt-a", "str-a", "instance", Subscription, alerts, new MarketMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger.Instance);
        _reader = new MarketReader("mkt-a", "str-a", _events, _events.Next, () => _events.Next, TakeAsync, trouble, _clock, NullLogger.Instance);
    }

    public void Dispose()
    {
        _measured.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Reader_that_is_behind_lags_until_it_has_caught_up_and_its_owner_is_told_once()
    {
        Bring(10);
        Bring(10_001);
        Bring(100);
        _calls[0].Taken.SetResult();
        var lagging = _measured.Sum("trading.market.readers.lagging");
        _calls[1].Taken.SetResult();
        _calls[2].Taken.SetResult();
        Bring(10);
        _calls[3].Taken.SetResult();

        Assert.Equal([(1, 10, false), (11, 10_001, true), (10_012, 100, false), (10_112, 10, false)], _calls.Select(call => (call.First, call.Count, call.IsLagging)));
        Assert.Equal((1, 0), (lagging, _measured.Sum("trading.market.readers.lagging")));
        var alert = Assert.Single(_journal.Alerts);
        Assert.Equal(("alice", "ses-a", "warning", "market_lagging"), (alert.Owner, alert.SessionId, alert.Severity, alert.Code));
    }

    [Fact]
    public void Reader_that_is_stopped_while_it_lags_is_counted_no_more()
    {
        Bring(10_001);
        var lagging = _measured.Sum("trading.market.readers.lagging");

        _reader.Stop();

        Assert.Equal((1, 0), (lagging, _measured.Sum("trading.market.readers.lagging")));
    }

    [Fact]
    public void Events_that_left_before_they_were_taken_are_counted_once_though_the_gap_is_handed_over_again()
    {
        Bring(10);
        Bring(20);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Bring(30);
        _events.Trim(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        _calls[0].Taken.SetResult();
        _calls[1].Taken.SetException(new TimeoutException("The other side is away."));
        _clock.Advance(TimeSpan.FromMinutes(1));
        _calls[2].Taken.SetResult();

        Assert.Equal([(1, 10), (30, 31), (30, 31)], _calls.Select(call => (call.First, call.Count)));
        Assert.Equal(20, _measured.Sum("trading.market.events.skipped"));
        var alert = Assert.Single(_journal.Alerts);
        Assert.Equal(("critical", "market_skipped"), (alert.Severity, alert.Code));
        Assert.Contains("20 events", alert.Message, StringComparison.Ordinal);
    }

    private void Bring(int count)
    {
        _events.Add(ScriptedFeeds.Trades(Btc, count, _clock.GetUtcNow()));
        _reader.Wake();
    }

    private Task TakeAsync(long first, MarketBatch batch, bool isLagging)
    {
        // Inline: when a test answers, the reader has gone on before the next line.
        var taken = new TaskCompletionSource();
        _calls.Add((first, batch.Count, isLagging, taken));
        return taken.Task;
    }
}
