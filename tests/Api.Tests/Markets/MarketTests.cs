using System.Net;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Datasets;
using Trading.Api.Tests.Platform;
using Trading.Domain.Users;

namespace Trading.Api.Tests.Markets;

public sealed class MarketTests(TradingPlatform platform)
{
    // Each test has symbols of its own, because other tests share datasets with every trader.
    private const string Book = "timestamp_ms,bid,bid_qty,ask,ask_qty\n1000,10.4,5,10.6,7\n61000,10.3,4,10.5,2\n";
    private const string Mark = "timestamp_ms,mark_price\n1000,10.45\n63000,10.41\n";

    [Fact]
    public async Task Market_shows_the_prices_and_the_instrument_of_the_dataset_whose_data_are_newest()
    {
        using var client = await NewTraderAsync();
        var older = Uploads.Fields(Uploads.NewName(), ("symbol", "OLD_USDT"));
        await client.ImportedAsync(older, Uploads.Utf8(Uploads.Trades));
        await client.ImportedAsync(new(older) { ["kind"] = "book" }, Uploads.Utf8(Book));
        await client.ImportedAsync(new(older) { ["kind"] = "mark" }, Uploads.Utf8(Mark));
        await client.ImportedAsync(
            Uploads.Fields(Uploads.NewName(), ("symbol", "OLD_USDT")), Uploads.Utf8("timestamp_ms,price,quantity,side\n62500,10.25,1,sell\n"));

        var market = await client.GetNodeAsync("/api/v1/markets/OLD_USDT?venue=binance");

        Assert.Equal(
            ("10.4", "10.41", "10.3", "10.5", "1970-01-01T00:01:03.000Z", "dead", "binance", "0.1", "1", "1"),
            (Text(market, "lastPrice"), Text(market, "markPrice"), Text(market, "bid"), Text(market, "ask"), Text(market, "at"), Text(market, "freshness"),
                Text(market, "venue"), Text(market, "tickSize"), Text(market, "lotSize"), Text(market, "contractSize")));
        Assert.Equal(["book", "mark", "trades"], market["kinds"]!.AsArray().Select(kind => kind!.GetValue<string>()));
        Assert.Equal(market.ToJsonString(), (await client.GetNodeAsync("/api/v1/markets/OLD_USDT")).ToJsonString());

        // A trade that is newer than all of it: the row is of that recording alone, and its mark the trade's price.
        var newest = await client.ImportedAsync(
            Uploads.Fields(Uploads.NewName(), ("symbol", "OLD_USDT")), Uploads.Utf8("timestamp_ms,price,quantity,side\n63500,10.75,1,sell\n"));
        var moved = await client.GetNodeAsync("/api/v1/markets/OLD_USDT");

        Assert.Equal(
            ("10.75", "10.75", "trade", null, null, "1970-01-01T00:01:03.500Z", newest.Id()),
            (Text(moved, "lastPrice"), Text(moved, "markPrice"), Text(moved, "markSource"), Text(moved, "bid"), Text(moved, "ask"), Text(moved, "at"), Text(moved, "dataset")));
        Assert.Equal(["trades"], moved["kinds"]!.AsArray().Select(kind => kind!.GetValue<string>()));
    }

    [Fact]
    public async Task Mark_without_a_mark_series_is_the_middle_of_the_book()
    {
        using var client = await NewTraderAsync();
        var fields = Uploads.Fields(Uploads.NewName(), ("symbol", "MIDDLE_USDT"));
        await client.ImportedAsync(fields, Uploads.Utf8(Uploads.Trades));
        await client.ImportedAsync(new(fields) { ["kind"] = "book" }, Uploads.Utf8(Book));

        var market = await client.GetNodeAsync("/api/v1/markets/MIDDLE_USDT");

        Assert.Equal(("10.4", "10.4", "book"), (Text(market, "lastPrice"), Text(market, "markPrice"), Text(market, "markSource")));
    }

    [Fact]
    public async Task Market_of_candles_shows_the_last_close_and_has_neither_trades_nor_book()
    {
        using var client = await NewTraderAsync();
        await client.ImportedAsync(
            Uploads.Fields(Uploads.NewName(), ("symbol", "CANDLE_USDT"), ("kind", "candles"), ("interval", "5m")),
            Uploads.Utf8("timestamp_ms,open,high,low,close,volume\n0,1,2,1,2,5\n300000,2,4,2,3,5\n"));

        var market = await client.GetNodeAsync("/api/v1/markets/CANDLE_USDT");
        var candles = await client.GetNodeAsync("/api/v1/markets/CANDLE_USDT/candles?interval=10m");

        Assert.Equal(("3", "1970-01-01T00:10:00.000Z"), (Text(market, "lastPrice"), Text(market, "at")));
        Assert.Null(market["bid"]);
        Assert.Equal(("1", "3"), (Text(candles["candles"]![0]!, "open"), Text(candles["candles"]![0]!, "close")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "markets/CANDLE_USDT/trades"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "markets/CANDLE_USDT/book"));
    }

    [Fact]
    public async Task Newest_trades_come_first_across_imports()
    {
        using var client = await NewTraderAsync();
        var fields = Uploads.Fields(Uploads.NewName(), ("symbol", "TRADE_USDT"));
        await client.ImportedAsync(fields, Uploads.Utf8("timestamp_ms,price,quantity,side,trade_id\n90000,11,1,buy,77\n91000,12,1,sell,78\n"));
        await client.ImportedAsync(fields, Uploads.Utf8(Uploads.Trades));

        var items = (await client.GetNodeAsync("/api/v1/markets/TRADE_USDT/trades?limit=4"))["items"]!.AsArray();

        Assert.Equal(
            [("1970-01-01T00:01:31.000Z", "12", "sell", "78"), ("1970-01-01T00:01:30.000Z", "11", "buy", "77"), ("1970-01-01T00:01:02.000Z", "10.4", "buy", null), ("1970-01-01T00:00:02.000Z", "10.6", "sell", null)],
            items.Select(item => (Text(item!, "at")!, Text(item!, "price")!, Text(item!, "side")!, Text(item!, "tradeId"))));
    }

    [Fact]
    public async Task Newest_book_has_its_levels_best_first()
    {
        using var client = await NewTraderAsync();
        await client.GeneratedAsync(new { name = Uploads.NewName(), symbol = "BOOK_USDT", scenario = "calm", duration = "1m", eventsPerSecond = 50, seed = 3 });

        var book = await client.GetNodeAsync("/api/v1/markets/BOOK_USDT/book?venue=synthetic");

        var (bids, asks) = (Prices(book["bids"]!), Prices(book["asks"]!));
        Assert.Equal((5, 5), (bids.Length, asks.Length));
        Assert.Equal(bids.OrderDescending(), bids);
        Assert.Equal(asks.Order(), asks);
        Assert.True(bids[0] < asks[0]);
        Assert.Equal("calm", Text(await client.GetNodeAsync("/api/v1/markets/BOOK_USDT"), "synthetic"));

        static decimal[] Prices(JsonNode levels) =>
            [.. levels.AsArray().Select(level => decimal.Parse(Text(level!, "price")!, System.Globalization.CultureInfo.InvariantCulture))];
    }

    [Fact]
    public async Task List_pages_through_the_markets_newest_data_first()
    {
        using var client = await NewTraderAsync();
        var name = Uploads.NewName();
        foreach (var (symbol, timeMs) in ((string, int)[])[("AA_USDT", 4_000_000), ("BB_USDT", 6_000_000), ("CC_USDT", 5_000_000)])
        {
            await client.ImportedAsync(
                Uploads.Fields(name, ("symbol", symbol), ("venue", "mine")), Uploads.Utf8($"timestamp_ms,price,quantity,side\n{timeMs},1,1,buy\n"));
        }

        var symbols = new List<string>();
        for (var path = "/api/v1/markets?venue=mine&limit=1"; path is not null;)
        {
            var page = await client.GetNodeAsync(path);
            symbols.AddRange(page["items"]!.AsArray().Select(item => Text(item!, "symbol")!));
            path = Text(page, "nextCursor") is { } cursor ? $"/api/v1/markets?venue=mine&limit=1&cursor={cursor}" : null;
        }

        Assert.Equal(["BB_USDT", "CC_USDT", "AA_USDT"], symbols);
    }

    [Fact]
    public async Task Market_of_anothers_dataset_is_seen_only_when_shared()
    {
        using var owner = await NewTraderAsync();
        using var other = await NewTraderAsync();
        using var admin = platform.As("admin");
        await owner.ImportedAsync(Uploads.Fields(Uploads.NewName(), ("symbol", "SECRET_USDT")), Uploads.Utf8(Uploads.Trades));
        await owner.ImportedAsync(Uploads.Fields(Uploads.NewName(), ("symbol", "OPEN_USDT"), ("shared", "true")), Uploads.Utf8(Uploads.Trades));

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK),
            (await StatusAsync(other, "markets/SECRET_USDT"), await StatusAsync(other, "markets/OPEN_USDT"), await StatusAsync(admin, "markets/SECRET_USDT")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, "markets/SECRET_USDT/candles"));
    }

    private async Task<HttpClient> NewTraderAsync() => platform.WithToken((await platform.NewUserAsync(UserRole.Trader)).Tokens.AccessToken);

    private static string? Text(JsonNode node, string member) => node[member]?.GetValue<string>();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync($"/api/v1/{path}");
        return response.StatusCode;
    }
}
