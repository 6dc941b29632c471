using System.Text.Json;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.MarketData;

public sealed class DatasetTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly Dataset Empty = Dataset.Create("dat-1", "alice", "august", shared: false, DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("a", true)]
    [InlineData("btc_2024-08.v1", true)]
    [InlineData("...", true)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("", false)]
    [InlineData("Btc", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    [InlineData(null, false)]
    public void Name_is_of_small_letters_digits_and_three_signs(string? name, bool isName) => Assert.Equal(isName, Dataset.IsName(name));

    [Fact]
    public void Name_has_at_most_64_letters() => Assert.Equal((true, false), (Dataset.IsName(new('a', 64)), Dataset.IsName(new('a', 65))));

    [Fact]
    public void State_follows_the_imports()
    {
        var importing = Start(Empty, "imp-1");
        var failed = importing with { Imports = [importing.Imports[0] with { State = ImportState.Failed }] };
        var ready = Finish(Start(failed, "imp-2"), "imp-2", Series(0, 10)).Dataset;

        Assert.Equal(
            (DatasetState.Ready, DatasetState.Importing, DatasetState.Failed, DatasetState.Ready), (Empty.State, importing.State, failed.State, ready.State));
    }

    [Fact]
    public void What_is_being_generated_is_synthetic_already()
    {
        var importing = Start(Empty, "imp-1");
        var generating = importing with { Imports = [importing.Imports[0] with { IsSynthetic = true }] };
        var failed = generating with { Imports = [generating.Imports[0] with { State = ImportState.Failed }] };

        Assert.Equal((false, true, false), (importing.IsSynthetic, generating.IsSynthetic, failed.IsSynthetic));
    }

    [Fact]
    public void Same_kind_may_come_again_only_outside_its_span()
    {
        var dataset = Finish(Start(Empty, "imp-1"), "imp-1", Series(100, 200)).Dataset;

        Assert.Equal("dataset_overlap", Refusal(dataset, "imp-2", span: new(200, 300))?.Code);
        Assert.Equal("dataset_overlap", Refusal(dataset, "imp-2", span: new(50, 400))?.Code);
        Assert.Null(Refusal(dataset, "imp-2", span: new(201, 300)));
        Assert.Null(Refusal(dataset, "imp-2", kind: SeriesKind.Book, span: new(100, 200)));
    }

    [Fact]
    public void Overlap_that_shows_at_the_end_of_an_import_fails_it_and_adds_nothing()
    {
        var dataset = Finish(Start(Empty, "imp-1"), "imp-1", Series(100, 200)).Dataset;

        var (after, fault) = Finish(Start(dataset, "imp-2"), "imp-2", Series(150, 250));

        Assert.Equal("dataset_overlap", fault?.Code);
        Assert.Equal(200, Assert.Single(after.Symbols).ToMs);
    }

    [Fact]
    public void Sealed_dataset_takes_nothing_more()
    {
        var dataset = Finish(Start(Empty, "imp-1"), "imp-1", Series(100, 200)).Dataset with { SealedBy = "ses-1" };

        Assert.Equal("dataset_sealed", Refusal(dataset, "imp-3")?.Code);
    }

    [Fact]
    public void Second_import_of_a_kind_waits_for_the_first_and_another_venue_is_refused()
    {
        var importing = Start(Empty, "imp-1");
        var ready = Finish(importing, "imp-1", Series(100, 200)).Dataset;

        Assert.Equal("conflict", Refusal(importing, "imp-2")?.Code);
        Assert.Null(Refusal(importing, "imp-2", kind: SeriesKind.Book));
        Assert.Equal(("conflict", "/venue"), Refusal(ready, "imp-2", venue: "mexc") is { } refusal ? (refusal.Code, refusal.Pointer) : default);
    }

    [Fact]
    public void Tick_and_lot_default_to_the_smallest_steps_of_what_is_traded()
    {
        var dataset = Finish(Start(Empty, "imp-1"), "imp-1", Series(0, 10) with { PriceScale = 1, QuantityScale = 3 }).Dataset;
        dataset = Finish(Start(dataset, "imp-2", SeriesKind.Mark), "imp-2", Series(0, 10) with { Kind = SeriesKind.Mark, PriceScale = 8 }).Dataset;

        var symbol = Assert.Single(dataset.Symbols);
        Assert.Equal(Instrument.WithDefaults(Btc, "binance", 0.1m, 0.001m), symbol.Instrument);
        Assert.Equal((8, 3), (symbol.PriceScale, symbol.QuantityScale));
    }

    [Fact]
    public void Values_that_fit_no_common_scale_fail_the_import()
    {
        var dataset = Finish(Start(Empty, "imp-1"), "imp-1", Series(0, 10) with { PriceMax = 9_000_000m }).Dataset;

        var (_, fault) = Finish(Start(dataset, "imp-2", SeriesKind.Mark), "imp-2", Series(0, 10) with { Kind = SeriesKind.Mark, PriceScale = 12 });

        Assert.Equal("out_of_range", fault?.Code);
    }

    [Theory]
    [InlineData("""{"tickSize":"0.5","lotSize":0.001,"maxLeverage":25}""", "")]
    [InlineData("""{"tickSize":"0"}""", "/instrument/tickSize out_of_range")]
    [InlineData("""{"tickSize":"1e-3"}""", "/instrument/tickSize malformed")]
    [InlineData("""{"lotSize":"0.0000000000001"}""", "/instrument/lotSize out_of_range")]
    [InlineData("""{"lotSize":null}""", "/instrument/lotSize malformed")]
    [InlineData("""{"minQuantity":-1,"minNotional":-1}""", "/instrument/minQuantity out_of_range, /instrument/minNotional out_of_range")]
    [InlineData("""{"maxLeverage":1.5}""", "/instrument/maxLeverage out_of_range")]
    [InlineData("""{"maxLeverage":1001,"contractSize":"0"}""", "/instrument/maxLeverage out_of_range, /instrument/contractSize out_of_range")]
    [InlineData("""{"maintenanceMarginRate":"1","liquidationFeeRate":"-0.1"}""", "/instrument/maintenanceMarginRate out_of_range, /instrument/liquidationFeeRate out_of_range")]
    [InlineData("""{"tick/~":1}""", "/instrument/tick~1~0 unknown_field")]
    [InlineData("""{"tickSize":1,"tickSize":2}""", "/instrument/tickSize malformed")]
    [InlineData("""[]""", "/instrument malformed")]
    public void Instrument_terms_are_judged_member_by_member(string json, string faults)
    {
        var errors = new List<ValidationError>();

        var terms = InstrumentTerms.Parse(JsonDocument.Parse(json).RootElement, "/instrument", errors);

        Assert.Equal(faults, string.Join(", ", errors.Select(error => $"{error.Pointer} {error.Code}")));
        Assert.Equal(errors.Count == 0, terms is not null);
    }

    [Fact]
    public void Given_terms_win_and_later_ones_over_earlier_ones()
    {
        var terms = new InstrumentTerms(TickSize: 0.5m, MaxLeverage: 25).Over(new InstrumentTerms(TickSize: 1m, MinNotional: 5m));

        var instrument = terms.ToInstrument(Btc, "binance", tickSeen: 0.1m, lotSeen: 0.001m);

        Assert.Equal(Instrument.WithDefaults(Btc, "binance", 0.5m, 0.001m) with { MinNotional = 5m, MaxLeverage = 25 }, instrument);
    }

    private static ImportRecord Record(string id, SeriesKind kind) => new(id, Btc, kind, ImportState.Importing, 0, 0, [], 0, DateTimeOffset.UnixEpoch);

    private static Dataset Start(Dataset dataset, string id, SeriesKind kind = SeriesKind.Trades)
    {
        Assert.Null(Refusal(dataset, id, kind));
        return dataset with { Imports = dataset.Imports.Add(Record(id, kind)) };
    }

    private static ValidationError? Refusal(
        Dataset dataset, string id, SeriesKind kind = SeriesKind.Trades, string venue = "binance", DataGap? span = null) =>
        dataset.Refuse(Record(id, kind), venue, interval: null, span);

    private static (Dataset Dataset, ImportError? Fault) Finish(Dataset dataset, string id, SeriesSummary series)
    {
        var held = dataset.Find(Btc) ?? new DatasetSymbol(Btc, "binance", InstrumentTerms.None, []);
        var (whole, fault) = held.Take("binance", InstrumentTerms.None, new ImportOutcome([series], series.Rows, 0, []));
        var state = fault is null ? ImportState.Ready : ImportState.Failed;
        return (
            dataset with
            {
                Symbols = fault is null ? [whole] : dataset.Symbols,
                Imports = [.. dataset.Imports.Select(import => import.Id == id ? import with { State = state } : import)],
            },
            fault);
    }

    private static SeriesSummary Series(long fromMs, long toMs) => new(
        SeriesKind.Trades, fromMs, toMs, 2, 0, 0, 1m, 1m, null, [], 0, new SeriesQuality(2, 1, 1, toMs - fromMs, 0, [], 0, 0));
}
