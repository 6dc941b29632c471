using System.Text;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Import;

namespace Trading.Storage.Tests.MarketData;

public sealed class CsvImportTests
{
    private const string Trades = "timestamp_ms,price,quantity,side\n1000,1.5,2,buy\n";

    [Theory]
    [InlineData("timestamp_ms,price,quantity,side", "1000,1.5,2,buy")]
    [InlineData("time,price,qty,side", "1000,1.5,2,BUY")]
    [InlineData("transact_time,price,qty,is_buyer_maker", "1000,1.5,2,false")]
    [InlineData("id,price,qty,quote_qty,time,is_buyer_maker", "77,1.5,2,3,1000,False")]
    [InlineData("agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker", "77,1.5,2,1,2,1000,0")]
    [InlineData("side,noise,quantity,price,trade_id,timestamp_ms", "buy,whatever,2,1.5,77,1000")]
    [InlineData(" Timestamp_MS , PRICE ,Quantity,\"side\"", " 1000 , 1.5 ,2,\"buy\"")]
    [InlineData("note,timestamp_ms,price,quantity,side", "\"a,b \"\"c\"\"\",1000,1.5,2,buy")]
    [InlineData("timestamp_ms,price,quantity,side", "1000000000000000,1.5,2,buy", 1_000_000_000_000)]
    [InlineData("timestamp_ms,price,quantity,side", "100000000000999,1.5,2,buy", 100_000_000_000)]
    [InlineData("timestamp_ms,price,quantity,side", "1970-01-01T00:00:01Z,1.5,2,buy")]
    [InlineData("timestamp_ms,price,quantity,side", "1970-01-01 00:00:01.000,1.5,2,buy")]
    [InlineData("timestamp_ms,price,quantity,side", "1000,15e-1,0.2E1,buy")]
    [InlineData("timestamp_ms,price,quantity,side", "+1000,1.50000000000000000000000000000,2.,buy")]
    public async Task Trades_are_read_by_every_alias_and_notation(string header, string row, long timeMs = 1000)
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, $"{header}\n{row}\n");

        Assert.Null(imported.Outcome.Failure);
        Assert.Equal([new Event(MarketEventKind.Trade, timeMs, 1.5m, 2m, 0, 0, TakerSide.Buy, "")], imported.MarketEvents());
        Assert.Equal((0.1m, 1m), (imported.Symbol.Instrument.TickSize, imported.Symbol.Instrument.LotSize));
    }

    [Theory]
    [InlineData("77,1.5,2,3,1000,true")]
    [InlineData("77,1.5,2,3,1000,True,True")]
    [InlineData("77,1.5,2,1,2,1000,true")]
    [InlineData("77,1.5,2,1,2,1000,true,true")]
    public async Task Headerless_public_trades_are_recognised_by_their_columns(string row)
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, $"{row}\n{row}\n");

        Assert.Null(imported.Outcome.Failure);
        Assert.Equal(Enumerable.Repeat(new Event(MarketEventKind.Trade, 1000, 1.5m, 2m, 0, 0, TakerSide.Sell, ""), 2), imported.MarketEvents());
        Assert.Equal(1, imported.Symbol.Find(SeriesKind.Trades)!.Quality.Duplicates);
    }

    [Theory]
    [InlineData("timestamp_ms,bid,bid_qty,ask,ask_qty", "1000,1.5,2,1.6,3")]
    [InlineData("update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time", "9,1.5,2,1.6,3,1000,1001")]
    [InlineData("9,1.5,2,1.6,3,1000,1001", "9,1.5,2,1.6,3,1000,1001", 2)]
    public async Task Book_is_read_by_every_alias(string header, string row, int rows = 1)
    {
        var imported = await Imported.CsvAsync(SeriesKind.Book, $"{header}\n{row}\n");

        Assert.Null(imported.Outcome.Failure);
        Assert.Equal(
            Enumerable.Repeat(new Event(MarketEventKind.Book, 1000, 1.5m, 2m, 1.6m, 3m, TakerSide.Unknown, ""), rows), imported.MarketEvents());
    }

    [Fact]
    public async Task Book_side_without_values_is_an_empty_side()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Book, "timestamp_ms,bid,bid_qty,ask,ask_qty\n1000,,,1.6,3\n2000,1.5,2,,\n");

        Assert.Equal(
            [
                new Event(MarketEventKind.Book, 1000, 0, 0, 1.6m, 3m, TakerSide.Unknown, ""),
                new Event(MarketEventKind.Book, 2000, 1.5m, 2m, 0, 0, TakerSide.Unknown, ""),
            ],
            imported.MarketEvents());
    }

    [Fact]
    public async Task Locked_book_is_not_crossed()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Book, "timestamp_ms,bid,bid_qty,ask,ask_qty\n1000,1.5,2,1.5,3\n");

        Assert.Equal((null, 0L), (imported.Outcome.Failure, imported.Outcome.BadRows));
        Assert.Equal([new Event(MarketEventKind.Book, 1000, 1.5m, 2m, 1.5m, 3m, TakerSide.Unknown, "")], imported.MarketEvents());
    }

    [Theory]
    [InlineData("1234567890.123004")]
    [InlineData("1234567890.12300001")]
    [InlineData("1000.000000000001")]
    [InlineData("100000.000000000001")]
    [InlineData("999999.999999999999")]
    [InlineData("0.100000000001")]
    [InlineData("123456789012345678")]
    [InlineData("1234567890123004")]
    public async Task Number_within_the_limits_is_kept_to_the_last_digit(string text)
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, $"timestamp_ms,price,quantity,side\n1000,1,{text},buy\n");

        Assert.Null(imported.Outcome.Failure);
        Assert.Empty(imported.Outcome.Errors);
        Assert.Equal(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(imported.MarketEvents()).Quantity);
    }

    [Theory]
    [InlineData("1.0854300000000001", "1.08543")]
    [InlineData("1.0977999999999999", "1.0978")]
    [InlineData("218102.59507500002", "218102.595075")]
    [InlineData("1.00000000000149", "1.000000000001")]
    public async Task Number_that_is_rounded_is_told_with_its_line(string text, string kept)
    {
        var imported = await Imported.CsvAsync(
            SeriesKind.Trades, $"timestamp_ms,price,quantity,side\n1000,1,2,buy\n2000,1,{text},buy\n3000,1,{text},buy\n");

        Assert.Equal((null, 0L), (imported.Outcome.Failure, imported.Outcome.BadRows));
        Assert.Equal(
            new ImportError(3, "rounded", $"quantity was rounded to {kept}, found '{text}'. The file has 2 such values."), Assert.Single(imported.Outcome.Errors));
        Assert.Equal(decimal.Parse(kept, System.Globalization.CultureInfo.InvariantCulture), imported.MarketEvents()[^1].Quantity);
    }

    [Fact]
    public async Task Number_that_is_the_only_one_to_be_rounded_is_not_counted()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, "timestamp_ms,price,quantity,side\n1000,1,1.00000000000149,buy\n");

        Assert.Equal("quantity was rounded to 1.000000000001, found '1.00000000000149'.", Assert.Single(imported.Outcome.Errors).Detail);
    }

    [Theory]
    [InlineData("٣", "٣")]
    [InlineData("１２", "１２")]
    [InlineData("1\t0", "1\\t0")]
    [InlineData("1\u00a0000", "1\\u00a0000")]
    [InlineData("\u200b1", "\\u200b1")]
    [InlineData("\u202e1", "\\u202e1")]
    [InlineData("\U000e0031", "\\U000e0031")]
    [InlineData("a\\tb", "a\\\\tb")]
    [InlineData("🚀", "🚀")]
    public async Task Refused_value_is_shown_as_it_was_found(string text, string shown)
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, $"timestamp_ms,price,quantity,side\n1000,{text},1,buy\n");

        Assert.Equal($"price must be a decimal number, found '{shown}'.", Assert.Single(imported.Outcome.Errors).Detail);
    }

    [Fact]
    public void Long_value_is_cut_and_bytes_that_are_no_text_are_shown_by_number()
    {
        var long64 = new string('٣', 64);

        Assert.Equal($"'{long64}'", FoundText.Of(Encoding.UTF8.GetBytes(long64)));
        Assert.Equal($"'{long64}…'", FoundText.Of(Encoding.UTF8.GetBytes(long64 + "1")));
        Assert.Equal("'1\\xff\\xd9'", FoundText.Of([(byte)'1', 0xff, 0xd9]));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task Id_that_is_no_number_is_not_kept_and_told_with_its_line(string text)
    {
        var imported = await Imported.CsvAsync(
            SeriesKind.Trades, $"timestamp_ms,price,quantity,side,trade_id\n1000,1,2,buy,7\n2000,1,2,buy,{text}\n3000,1,2,buy,{text}\n4000,1,2,buy,\n");

        Assert.Equal((null, 4L, 0L), (imported.Outcome.Failure, imported.Outcome.Rows, imported.Outcome.BadRows));
        Assert.Equal(
            new ImportError(3, "not_kept", $"trade_id was not kept: it must be a whole number of at least 0, found '{text}'. The file has 2 such values."),
            Assert.Single(imported.Outcome.Errors));
    }

    [Theory]
    [InlineData("timestamp_ms,open,high,low,close,volume", "60000,1.5,2,1,1.25,7")]
    [InlineData("close,low,high,open,volume,open_time", "1.25,1,2,1.5,7,60000")]
    [InlineData("date,open,high,low,close,volume", "1970-01-01 00:01,1.5,2,1,1.25,7")]
    [InlineData("", "60000,1.5,2,1,1.25,7,119999,10,9,3,4,0")]
    public async Task Candles_are_read_by_every_alias(string header, string row)
    {
        var imported = await Imported.CsvAsync(SeriesKind.Candles, $"{header}\n{row}\n");

        Assert.Null(imported.Outcome.Failure);
        var candle = Assert.Single(imported.Reader.ReadCandles(new MarketQuery(Imported.Xrp), CancellationToken.None));
        Assert.Equal(new Candle(60_000, 1.5m, 2m, 1m, 1.25m, 7m, header.Length == 0 ? 9 : null), candle);
    }

    [Theory]
    [InlineData("timestamp_ms,mark_price", "1000,1.5", 0)]
    [InlineData("timestamp_ms,index_price,mark_price", "1000,1.4,1.5", 1.4)]
    [InlineData("timestamp_ms,open,high,low,close,volume", "1000,1.5,2,1,1.25,", 0)]
    [InlineData("open_time,open,high,low,close", "1000,1.5,2,1,1.25", 0)]
    [InlineData("date,open,high,low,close", "1970-01-01T00:00:01+00:00,1.5,2,1,1.25", 0)]
    public async Task Mark_is_read_by_every_alias_and_from_candles(string header, string row, double index)
    {
        var imported = await Imported.CsvAsync(SeriesKind.Mark, $"{header}\n{row}\n");

        Assert.Null(imported.Outcome.Failure);
        Assert.Equal([new Event(MarketEventKind.Mark, 1000, 1.5m, 0, (decimal)index, -1, TakerSide.Unknown, "")], imported.MarketEvents());
    }

    [Theory]
    [InlineData("timestamp_ms,funding_rate", "1000,-0.00012345")]
    [InlineData("funding_rate,x,timestamp_ms", "-1.2345e-4,y,1000")]
    [InlineData("calc_time,funding_interval_hours,last_funding_rate", "1000,8,-0.00012345")]
    [InlineData("", "1000,8,-0.00012345")]
    public async Task Funding_is_read_by_every_alias(string header, string row)
    {
        var imported = await Imported.CsvAsync(SeriesKind.Funding, $"{header}\n{row}\n");

        Assert.Null(imported.Outcome.Failure);
        Assert.Equal([new Event(MarketEventKind.Funding, 1000, 0, -0.00012345m, 0, 0, TakerSide.Unknown, "")], imported.MarketEvents());
    }

    [Theory]
    [InlineData(SeriesKind.Trades, "1000,1.5,2,buy\n999,1.5,2,buy", 3, "out_of_order", "999")]
    [InlineData(SeriesKind.Trades, "1000,abc,2,buy", 2, "malformed", "'abc'")]
    [InlineData(SeriesKind.Trades, "1000,NaN,2,buy", 2, "out_of_range", "'NaN'")]
    [InlineData(SeriesKind.Trades, "1000,-Infinity,2,buy", 2, "out_of_range", "Infinity")]
    [InlineData(SeriesKind.Trades, "1000,0,2,buy", 2, "out_of_range", "above 0")]
    [InlineData(SeriesKind.Trades, "1000,0.0e7,2,buy", 2, "out_of_range", "above 0")]
    [InlineData(SeriesKind.Trades, "1000,-1,2,buy", 2, "out_of_range", "'-1'")]
    [InlineData(SeriesKind.Trades, "1000,1,0,buy", 2, "out_of_range", "quantity")]
    [InlineData(SeriesKind.Trades, "1000,1e400,2,buy", 2, "out_of_range", "digits")]
    [InlineData(SeriesKind.Trades, "1000,1e-400,2,buy", 2, "out_of_range", "decimals")]
    [InlineData(SeriesKind.Trades, "1000,0.0000000000001,2,buy", 2, "out_of_range", "12 decimals")]
    [InlineData(SeriesKind.Trades, "1000,1234567890123456789,2,buy", 2, "out_of_range", "18 digits")]
    [InlineData(SeriesKind.Trades, "1000,999999999999,2,buy\n2000,0.000000000001,2,buy", 3, "out_of_range", "18 digits")]
    [InlineData(SeriesKind.Trades, "1000,1.2.3,2,buy", 2, "malformed", "'1.2.3'")]
    [InlineData(SeriesKind.Trades, "1000,0x10,2,buy", 2, "malformed", "'0x10'")]
    [InlineData(SeriesKind.Trades, "1000,\"1,5\",2,buy", 2, "malformed", "'1,5'")]
    [InlineData(SeriesKind.Trades, "1000,1.5,2,hold", 2, "malformed", "'hold'")]
    [InlineData(SeriesKind.Trades, "1000,1.5,2,", 2, "required", "side")]
    [InlineData(SeriesKind.Trades, "1000,,2,buy", 2, "required", "price")]
    [InlineData(SeriesKind.Trades, ",1.5,2,buy", 2, "required", "timestamp_ms")]
    [InlineData(SeriesKind.Trades, "1000,1.5,2", 2, "malformed", "found 3")]
    [InlineData(SeriesKind.Trades, "1000,1.5,2,buy,9", 2, "malformed", "found 5")]
    [InlineData(SeriesKind.Trades, "1000,1.5,2,\"buy", 2, "malformed", "quote")]
    [InlineData(SeriesKind.Trades, "yesterday,1.5,2,buy", 2, "malformed", "'yesterday'")]
    [InlineData(SeriesKind.Trades, "-1,1.5,2,buy", 2, "out_of_range", "1970")]
    [InlineData(SeriesKind.Trades, "99999999999999,1.5,2,buy", 2, "out_of_range", "2100")]
    [InlineData(SeriesKind.Trades, "1000.5,1.5,2,buy", 2, "malformed", "1000.5")]
    [InlineData(SeriesKind.Trades, "1000,1.5,2,buy\n32000000000,1.5,2,buy", 3, "out_of_range", "366 days")]
    [InlineData(SeriesKind.Trades, "1000,1\0,2,buy", 2, "malformed", "'1\\u0000'")]
    [InlineData(SeriesKind.Book, "1000,1.6,2,1.5,2", 2, "crossed_book", "bid 1.6")]
    [InlineData(SeriesKind.Book, "1000,0,2,1.5,2", 2, "out_of_range", "bid")]
    [InlineData(SeriesKind.Book, "1000,1.4,,1.5,2", 2, "required", "bid_qty")]
    [InlineData(SeriesKind.Book, "1000,,,,", 2, "required", "Both sides")]
    [InlineData(SeriesKind.Candles, "60000,1,2,3,1,5", 2, "out_of_range", "open")]
    [InlineData(SeriesKind.Candles, "60000,2,3,1,4,5", 2, "out_of_range", "close")]
    [InlineData(SeriesKind.Candles, "60001,2,3,1,2,5", 2, "misaligned", "60001")]
    [InlineData(SeriesKind.Candles, "60000,2,3,1,2,-5", 2, "out_of_range", "at least 0")]
    [InlineData(SeriesKind.Candles, "60000,2,3,1,2,", 2, "required", "volume")]
    [InlineData(SeriesKind.Candles, "60000,2,3,1,2,5\n60000,2,3,1,2,5", 3, "duplicate", "60000")]
    [InlineData(SeriesKind.Mark, "1000,0", 2, "out_of_range", "mark_price")]
    [InlineData(SeriesKind.Funding, "1000,1", 2, "out_of_range", "between -1 and 1")]
    [InlineData(SeriesKind.Funding, "1000,999999999999999999", 2, "out_of_range", "between -1 and 1")]
    [InlineData(SeriesKind.Funding, "1000,0.1\n1000,0.1", 3, "duplicate", "1000")]
    public async Task Bad_row_fails_the_import_with_line_code_and_what_was_found(SeriesKind kind, string rows, long line, string code, string found)
    {
        var imported = await Imported.CsvAsync(kind, Header(kind) + rows + "\n");

        var failure = Assert.IsType<ImportError>(imported.Outcome.Failure);
        Assert.Equal((line, code), (failure.Line, failure.Code));
        Assert.Contains(found, failure.Detail, StringComparison.Ordinal);
        Assert.Equal((1L, failure), (imported.Outcome.BadRows, Assert.Single(imported.Outcome.Errors)));
        Assert.Empty(imported.Outcome.Series);
    }

    [Theory]
    [InlineData("timestamp_ms,price,side\n1000,1,buy\n", "missing_column", "quantity | qty")]
    [InlineData("timestamp_ms,price,quantity\n1000,1,2\n", "missing_column", "side | is_buyer_maker")]
    [InlineData("timestamp_ms,price,price,quantity,side\n1000,1,1,2,buy\n", "duplicate_column", "price")]
    [InlineData("1000,1.5,2\n", "missing_column", "no header")]
    [InlineData("timestamp_ms,price,quantity,side\n", "empty", "no good row")]
    [InlineData("\n\n\n", "empty", "no row")]
    [InlineData("", "empty", "empty")]
    public async Task File_that_is_wrong_as_a_whole_fails_even_when_bad_rows_may_be_skipped(string csv, string code, string found)
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, csv, skipBadRows: true);

        var failure = Assert.IsType<ImportError>(imported.Outcome.Failure);
        Assert.Equal(code, failure.Code);
        Assert.Contains(found, failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_are_left_out_and_told_when_they_may_be_skipped()
    {
        var csv = Header(SeriesKind.Trades) + "1000,1,1,buy\n500,9,9,buy\n1000,x,1,buy\n2000,2,1,sell\n";

        var imported = await Imported.CsvAsync(SeriesKind.Trades, csv, skipBadRows: true);

        Assert.Equal([1m, 2m], imported.MarketEvents().Select(trade => trade.Price));
        Assert.Equal((2L, 2L), (imported.Outcome.Rows, imported.Outcome.BadRows));
        Assert.Equal([(3L, "out_of_order"), (4L, "malformed")], imported.Outcome.Errors.Select(error => (error.Line, error.Code)));
    }

    [Fact]
    public async Task All_bad_rows_are_counted_and_the_first_hundred_detailed()
    {
        var csv = Header(SeriesKind.Trades) + string.Concat(Enumerable.Repeat("1000,x,1,buy\n", 250));

        var imported = await Imported.CsvAsync(SeriesKind.Trades, csv);

        Assert.Equal((250L, 100), (imported.Outcome.BadRows, imported.Outcome.Errors.Length));
        Assert.Equal(Enumerable.Range(2, 100).Select(line => (long)line), imported.Outcome.Errors.Select(error => error.Line));
    }

    [Fact]
    public async Task Line_numbers_count_blank_lines_carriage_returns_and_a_byte_order_mark()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, "\uFEFF\r\n" + Header(SeriesKind.Trades).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n1000,1,1,buy\r\n1000,x,1,buy");

        Assert.Equal((5L, 1L, "malformed"), (imported.Outcome.Failure!.Line, imported.Outcome.Rows, imported.Outcome.Failure.Code));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zip")]
    [InlineData("plain")]
    public async Task The_same_file_is_read_whatever_it_is_packed_in(string packing)
    {
        var file = packing switch
        {
            "gzip" => Imported.Gzip(Trades),
            "zip" => Imported.Zip(("folder/", ""), ("folder/trades.csv", Trades)),
            _ => Encoding.UTF8.GetBytes(Trades),
        };

        var imported = await Imported.FileAsync(SeriesKind.Trades, file);

        Assert.Null(imported.Outcome.Failure);
        Assert.Equal(1.5m, Assert.Single(imported.MarketEvents()).Price);
    }

    [Fact]
    public async Task Decimals_that_appear_late_in_a_file_leave_the_earlier_rows_exact()
    {
        var rows = Enumerable.Range(0, 300_000).Select(row => FormattableString.Invariant($"{row},{100 + (row % 7)},{1 + (row % 3)},buy\n"));
        var csv = Header(SeriesKind.Trades) + string.Concat(rows) + "300000,100.000000000001,0.00000001,sell\n";

        var imported = await Imported.CsvAsync(SeriesKind.Trades, csv);

        Assert.Null(imported.Outcome.Failure);
        Assert.Equal((12, 8), (imported.Symbol.PriceScale, imported.Symbol.QuantityScale));
        var trades = imported.MarketEvents();
        Assert.Equal(300_001, trades.Count);
        Assert.All(trades.Take(300_000).Index(), trade => Assert.Equal((100 + (trade.Index % 7), 1 + (trade.Index % 3)), (trade.Item.Price, trade.Item.Quantity)));
        Assert.Equal((100.000000000001m, 0.00000001m), (trades[^1].Price, trades[^1].Quantity));
    }

    internal static string Header(SeriesKind kind) => kind switch
    {
        SeriesKind.Trades => "timestamp_ms,price,quantity,side\n",
        SeriesKind.Book => "timestamp_ms,bid,bid_qty,ask,ask_qty\n",
        SeriesKind.Candles => "timestamp_ms,open,high,low,close,volume\n",
        SeriesKind.Mark => "timestamp_ms,mark_price\n",
        _ => "timestamp_ms,funding_rate\n",
    };
}
