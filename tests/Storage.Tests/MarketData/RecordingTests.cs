using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Recording;
using Trading.Storage.MarketData.Stored;

namespace Trading.Storage.Tests.MarketData;

/// <summary>Recordings of a generated feed in the database: cut off now and then, taken over by another writer, summed up.</summary>
public sealed class RecordingTests(EnginesFixture engines)
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_704_067_200_000);
    private static readonly SeriesKind[] Kinds = [SeriesKind.Funding, SeriesKind.Mark, SeriesKind.Trades, SeriesKind.Book];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task What_was_recorded_in_pieces_is_read_back_event_for_event(StorageEngine engine)
    {
        var recording = await NewAsync(engine);
        var writer = await recording.OpenAsync("a");

        // Over ten minutes: pieces become whole segments on the way, and the rest does at the end.
        var sent = await recording.FeedAsync(writer, 0, 1_500, cutEvery: 25);
        await recording.FinishAsync(writer, "a");
        var symbol = await recording.EndAsync();

        Assert.Empty(symbol.Gaps);
        Assert.Equal(Rows(sent), await recording.ReadAsync());
        Assert.Equal(sent.Count, symbol.Series.Sum(series => series.Rows));
        Assert.All(await recording.Store.SegmentsAsync(recording.Import, Token), segment => Assert.True(segment.RowCount > 100 || segment.Kind is "funding"));
    }

    [Theory, EachEngine]
    public async Task Writer_that_died_loses_what_it_had_not_stored_and_the_next_one_notes_the_gap(StorageEngine engine)
    {
        var recording = await NewAsync(engine);
        var dead = await recording.OpenAsync("a");
        var stored = await recording.FeedAsync(dead, 0, 60, cutEvery: 20);
        await recording.FeedAsync(dead, 60, 70, cutEvery: null);

        var heir = await recording.OpenAsync("b");
        var later = await recording.FeedAsync(heir, 80, 140, cutEvery: 20, "b");
        await Assert.ThrowsAsync<StaleRunException>(() => recording.StoreAsync(dead, "a", isLast: true));
        await recording.FinishAsync(heir, "b");
        var symbol = await recording.EndAsync();

        Assert.Equal([new DataGap(stored[^1].TimeMs, later[0].TimeMs)], symbol.Gaps.ToArray());
        Assert.Equal(Rows([.. stored, .. later]), await recording.ReadAsync());
    }

    [Theory, EachEngine]
    public async Task Part_that_is_stored_twice_is_there_once(StorageEngine engine)
    {
        var recording = await NewAsync(engine);
        var writer = await recording.OpenAsync("a");
        var sent = await recording.FeedAsync(writer, 0, 30, cutEvery: null);
        var part = (await writer.CutAsync(isLast: false, Token))!;
        await recording.Store.AppendAsync(recording.Import, ImportRuns.Recording(recording.Import, "a"), part, Now, Token);
        await recording.Store.AppendAsync(recording.Import, ImportRuns.Recording(recording.Import, "a"), part, Now, Token);

        var row = await recording.Queries.FindImportAsync(recording.Import, Token);

        Assert.Equal(sent.Count, row!.RowCount);
        await recording.EndAsync();
        Assert.Equal(Rows(sent), await recording.ReadAsync());
    }

    [Theory, EachEngine]
    public async Task Row_that_runs_backwards_is_counted_and_left_out(StorageEngine engine)
    {
        var recording = await NewAsync(engine);
        var writer = await recording.OpenAsync("a");
        var sent = await recording.FeedAsync(writer, 30, 60, cutEvery: null);
        var late = await recording.FeedAsync(writer, 0, 30, cutEvery: null);
        await recording.FinishAsync(writer, "a");
        await recording.EndAsync();

        // The one funding lies before the first of its series, not backwards.
        Assert.Equal(late.Count(market => market.Kind is not MarketEventKind.Funding), (await recording.Queries.FindImportAsync(recording.Import, Token))!.BadRowCount);

        // A mark before the first trade is kept, but not replayed.
        Assert.Equal(Rows(sent.SkipWhile(market => market.Kind is MarketEventKind.Mark)), await recording.ReadAsync());
    }

    [Theory, EachEngine]
    public async Task Recording_of_nothing_fails_as_empty(StorageEngine engine)
    {
        var recording = await NewAsync(engine);
        await recording.FinishAsync(await recording.OpenAsync("a"), "a");

        var outcome = await recording.Summary.ReadAsync(recording.Import, Btc, 0, Token);

        Assert.Equal("empty", outcome.Failure?.Code);
    }

    private static List<string> Rows(IEnumerable<MarketEvent> events) => [.. events.Select(Text)];

    private static string Text(MarketEvent market) =>
        FormattableString.Invariant($"{market.TimeMs} {market.Kind} {market.Price} {market.Quantity} {market.AskPrice} {market.AskQuantity} {market.Side}");

    private async Task<TestRecording> NewAsync(StorageEngine engine)
    {
        var recording = new TestRecording(engines.Shared(engine), $"dat-{Guid.NewGuid():N}");
        await recording.Datasets.CreateAsync(new DatasetRow(recording.Id, "alice", recording.Id, Shared: false, DatasetStates.Ready, null, Now, Now), Token);
        Assert.True(await recording.Datasets.CreateImportAsync(
            new ImportRow(
                recording.Import, recording.Id, ImportRuns.Recording(recording.Import, ""), Btc, "recording", null, DatasetStates.Importing, "{}", 0, 0, 0, null,
                null, Now, Now),
            Token));
        return recording;
    }

    private sealed record TestRecording(TradingDatabase Database, string Id)
    {
        public string Import => $"imp-{Id}";

        public DatasetStore Datasets { get; } = new(Database);

        public DatasetQueries Queries { get; } = new(Database);

        public RecordingStore Store { get; } = new(Database);

        public RecordingSummary Summary { get; } = new(new RecordingStore(Database), new SegmentQueries(Database));

        private DatasetReader Reader { get; } = new(new DatasetQueries(Database), new SegmentQueries(Database));

        public async Task<RecordingWriter> OpenAsync(string activation) =>
            new((await Store.TakeOverAsync(Import, ImportRuns.Recording(Import, activation), Now, Token))!, Kinds);

        /// <summary>Gives the writer seconds of the one generated market.</summary>
        /// <param name="cutEvery">Stores after so many seconds; null for never.</param>
        /// <returns>What it was given, without heartbeats.</returns>
        public async Task<List<MarketEvent>> FeedAsync(RecordingWriter writer, int fromSecond, int toSecond, int? cutEvery, string activation = "a")
        {
            var fromMs = Now.ToUnixTimeMilliseconds();
            var market = new SyntheticMarket(new SyntheticSpec(Btc, SyntheticScenario.Trend, null, 20, 7, fromMs));
            var given = new List<MarketEvent>();
            for (var second = 0; second < toSecond; second++)
            {
                while (market.Next(4_096, fromMs + ((second + 1) * 1_000)) is { Count: > 0 } batch)
                {
                    for (var index = 0; second >= fromSecond && index < batch.Count; index++)
                    {
                        writer.Take(batch, index);
                        if (batch.Events[index].Kind is not MarketEventKind.Heartbeat)
                        {
                            given.Add(batch.Events[index]);
                        }
                    }
                }

                if (second >= fromSecond && (second - fromSecond + 1) % cutEvery == 0)
                {
                    await StoreAsync(writer, activation, isLast: false);
                }
            }

            return given;
        }

        public Task FinishAsync(RecordingWriter writer, string activation) => StoreAsync(writer, activation, isLast: true);

        public async Task StoreAsync(RecordingWriter writer, string activation, bool isLast)
        {
            if (await writer.CutAsync(isLast, Token) is { } part)
            {
                await Store.AppendAsync(Import, ImportRuns.Recording(Import, activation), part, Now, Token);
            }
        }

        /// <returns>What the dataset then holds.</returns>
        public async Task<DatasetSymbol> EndAsync()
        {
            var run = ImportRuns.Working(Import, 1);
            var taken = (await Store.TakeOverAsync(Import, run, Now, Token))!;
            var outcome = await Summary.ReadAsync(Import, Btc, taken.Import.BadRowCount, Token);
            var end = new ImportEnd(Id, Import, run, Btc, "synthetic", InstrumentTerms.None, "trend", Now);
            Assert.Null(await end.ApplyAsync(Datasets, Reader, outcome, Token));
            return Assert.Single(await Reader.SymbolsAsync(Id, Token));
        }

        /// <returns>The replayed events, without heartbeats and gaps, as <see cref="Rows"/> shows them.</returns>
        public async Task<List<string>> ReadAsync()
        {
            var data = await Reader.OpenAsync(Id, new HashSet<Symbol> { Btc }, Token);
            ImmutableArray<MarketEvent> events =
            [
                .. data.ReadBatches(new MarketQuery(Btc), Token).SelectMany(batch => batch.Events.ToArray())
                    .Where(market => market.Kind is not (MarketEventKind.Heartbeat or MarketEventKind.Gap)),
            ];
            return Rows(events);
        }
    }
}
