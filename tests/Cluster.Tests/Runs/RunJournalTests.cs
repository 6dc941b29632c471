using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Backtest;
using Trading.Cluster.Tests.LockStep;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Sessions.Setup;
using Trading.Grains.Abstractions;
using Trading.Grains.Markets;
using Trading.Grains.Runs;
using Trading.Grains.Runs.Pacing;
using Trading.Storage;
using Trading.Storage.Accounts;
using Trading.Storage.Json;
using Trading.Storage.Paging;
using Trading.Storage.Results;
using Trading.Storage.Schema;
using Trading.Testing;

namespace Trading.Cluster.Tests.Runs;

/// <summary>What a run has stored while it goes on: whatever list or object is read, all are of one instant.</summary>
public sealed class RunJournalTests
{
    private const string SessionId = "ses-journalaaaaaa";

    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly PageRequest Newest = new(PageRequest.LimitMax);

    [Fact]
    public async Task All_that_is_stored_of_a_run_that_goes_on_is_of_one_instant()
    {
        using var folder = new TemporaryFolder();
        await using var database = TradingDatabase.OpenSqlite(folder.Path);
        await SchemaMigrator.ApplyAsync(database);
        var (results, accounts, time) = (new ResultQueries(database), new AccountStore(database), new FakeTimeProvider());
        var order = Order();
        var setup = ReplaySetups.Of(order.Session, order.Settings, [Market()]);
        var control = new ReplayControl();
        var journal = new RunJournal(order, control, new ResultStore(database), time, NullLogger.Instance, CancellationToken.None);
        var seen = new List<int>();
        var recording = new Watched(new GeneratedRecording(SyntheticScenario.Trend, seed: 7, eventsPerSecond: 10), () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            seen.Add(FillsOfOneInstantAsync(order, results, accounts).GetAwaiter().GetResult());
        });

        journal.Begin();
        using var kernel = new ReplayKernel(setup, recording, journal, control, CancellationToken.None);
        kernel.Run();
        journal.Complete();

        Assert.True(seen.Distinct().Count() > 3, $"Fills seen while it ran: {string.Join(", ", seen.Distinct())}.");
        Assert.True(await FillsOfOneInstantAsync(order, results, accounts) > seen[^1]);
    }

    /// <returns>How many fills are stored.</returns>
    private static async Task<int> FillsOfOneInstantAsync(RunOrder order, ResultQueries results, AccountStore accounts)
    {
        var fills = (await results.FillsAsync(new FillFilter(SessionId), Newest)).Items;
        var ledger = (await accounts.LedgerAsync(new LedgerFilter(order.Session.Account), Newest)).Items;
        var transitions = (await results.TransitionsAsync(new ResultFilter(SessionId), Newest)).Items;
        var account = await accounts.FindAsync(order.Session.Account);
        var report = await results.FindReportAsync(SessionId);
        if (account is null)
        {
            Assert.Empty(ledger);
            Assert.Empty(fills);
            Assert.Empty(transitions);
            Assert.Null(report);
            return 0;
        }

        var position = (await accounts.PositionsAsync(new PositionFilter(Session: SessionId, IncludeFlat: true), Newest)).Items.SingleOrDefault();
        var instance = (await results.InstancesAsync(SessionId)).Single();
        var document = JsonSerializer.Deserialize<SessionReport>(report!.Document, TradingJson.Options)!;
        Assert.Equal(ledger.Sum(line => line.Amount), account.Balance);
        Assert.Equal(fills.Sum(fill => fill.Fee), position?.Fees ?? 0m);
        Assert.Equal(fills.Count, document.Metrics.Fills);
        Assert.Equal(transitions.Count == 0 ? instance.State : transitions[0].ToState, instance.State);
        return fills.Count;
    }

    private static RunOrder Order()
    {
        PinnedStrategy pinned = new("quick", 1, ReplayedPaperTests.Quick, [Btc]);
        var settings = new SessionSettings(
            null, SessionMode.Backtest, null, [new StrategySelection(pinned.Name, pinned.Version, pinned.Symbols)],
            new MarketSelection("synthetic:trend", null, null), RiskLimits.Default, SimulatedVenueOptions.Default, 10_000m,
            TimeSpan.FromSeconds(60), 7, StopPolicy.Close, 3);
        var session = new Session(
            SessionId, "alice", SessionId, SessionMode.Backtest, GrainKeys.ForSessionAccount(SessionId), "", [pinned], SessionStatus.Running,
            DateTimeOffset.UnixEpoch, [], 1, null, null, false);
        return new RunOrder(session, settings, Dataset: null);
    }

    private static ReplayMarket Market()
    {
        var market = SyntheticFeed.Describe(Btc);
        return new ReplayMarket(
            market.Instrument, market.PriceScale, market.QuantityScale, MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark | MarketSeries.Funding,
            CandleInterval: null);
    }

    /// <summary>A recording in pieces, between which somebody looks.</summary>
    private sealed class Watched(IMarketDataReader recording, Action look) : IMarketDataReader
    {
        public IReadOnlyList<DatasetSymbol> Symbols => recording.Symbols;

        public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation)
        {
            foreach (var batch in recording.ReadBatches(query with { BatchSize = 16, ReuseArrays = false }, cancellation))
            {
                look();
                yield return batch;
            }
        }

        public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => recording.ReadCandles(query, cancellation);
    }
}
