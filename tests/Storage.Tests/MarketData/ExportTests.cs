using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Export;

namespace Trading.Storage.Tests.MarketData;

public sealed class ExportTests
{
    [Theory]
    [InlineData(SeriesKind.Trades, "timestamp_ms,price,quantity,side,trade_id\n1000,0.00000001,1500,buy,7\n1000,99.5,0.001,sell,\n1001,3,2,unknown,0\n")]
    [InlineData(SeriesKind.Book, "timestamp_ms,bid,bid_qty,ask,ask_qty\n1000,,,1.6,3\n1000,1.5,2,,\n2000,1.55,2,1.56,0.5\n")]
    [InlineData(SeriesKind.Book, "timestamp_ms,bid,bid_qty,ask,ask_qty,bid2,bid_qty2,ask2,ask_qty2\n1000,1.5,2,1.6,3,1.4,4,1.7,5\n2000,1.5,2,1.6,3,,,1.7,5\n")]
    [InlineData(SeriesKind.Candles, "timestamp_ms,open,high,low,close,volume,trades\n60000,1.5,2,1,1.25,0,\n120000,1.5,2,1,1.25,7.125,9\n")]
    [InlineData(SeriesKind.Mark, "timestamp_ms,mark_price,index_price,funding_rate\n1000,1.5,,\n2000,1.5,1.4,-0.0001\n2000,1.6,1.4,0\n")]
    [InlineData(SeriesKind.Funding, "timestamp_ms,funding_rate\n1000,-0.00012345\n2000,0\n3000,0.000000000001\n")]
    public async Task Csv_export_gives_back_the_file_and_its_import_the_series(SeriesKind kind, string csv)
    {
        var imported = await Imported.CsvAsync(kind, csv);
        Assert.Null(imported.Outcome.Failure);

        Assert.Equal(csv, await CsvOf(imported, kind));
    }

    [Theory]
    [InlineData(SeriesKind.Trades, "timestamp_ms,price,quantity,side,trade_id\n1000,0.00000001,1500,buy,7\n1000,99.5,0.001,sell,\n1001,3,2,unknown,0\n")]
    [InlineData(SeriesKind.Book, "timestamp_ms,bid,bid_qty,ask,ask_qty,bid2,bid_qty2,ask2,ask_qty2\n1000,1.5,2,1.6,3,1.4,4,1.7,5\n2000,1.5,2,1.6,3,,,1.7,5\n")]
    [InlineData(SeriesKind.Candles, "timestamp_ms,open,high,low,close,volume,trades\n60000,1.5,2,1,1.25,0,\n120000,1.5,2,1,1.25,7.125,9\n")]
    [InlineData(SeriesKind.Mark, "timestamp_ms,mark_price,index_price,funding_rate\n1000,1.5,,\n2000,1.5,1.4,-0.0001\n2000,1.6,1.4,0\n")]
    [InlineData(SeriesKind.Funding, "timestamp_ms,funding_rate\n1000,-0.00012345\n2000,0\n3000,0.000000000001\n")]
    public async Task Parquet_export_is_imported_as_the_same_series(SeriesKind kind, string csv)
    {
        var imported = await Imported.CsvAsync(kind, csv);

        var again = await Imported.Into(Imported.Xrp).AddAsync(kind, await ParquetOf(imported, kind));

        Assert.Null(again.Outcome.Failure);
        Assert.Equal(csv, await CsvOf(again, kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generated_market_survives_an_export_and_import_of_all_its_series(bool isParquet)
    {
        var spec = new SyntheticSpec(Imported.Xrp, SyntheticScenario.PumpAndDump, 1_800_000, 40, Seed: 5);
        var generated = Imported.Into(Imported.Xrp);
        generated.Add(await SyntheticImporter.GenerateAsync(spec, generated.Segments, cancellation: TestContext.Current.CancellationToken), SyntheticImporter.TermsOf(spec));

        var again = Imported.Into(Imported.Xrp);
        foreach (var series in generated.Symbol.Series)
        {
            var file = isParquet ? await ParquetOf(generated, series.Kind) : System.Text.Encoding.ASCII.GetBytes(await CsvOf(generated, series.Kind));
            await again.AddAsync(series.Kind, file);
            Assert.Null(again.Outcome.Failure);
        }

        Assert.Equal(generated.Events(), again.Events());
    }

    internal static async Task<byte[]> ParquetOf(Imported imported, SeriesKind kind)
    {
        using var output = new MemoryStream();
        await SeriesExport.WriteParquetAsync(imported.Segments, imported.Symbol, kind, output);
        return output.ToArray();
    }

    private static async Task<string> CsvOf(Imported imported, SeriesKind kind)
    {
        using var output = new MemoryStream();
        await SeriesExport.WriteCsvAsync(imported.Segments, imported.Symbol, kind, output);
        return System.Text.Encoding.ASCII.GetString(output.ToArray());
    }
}
