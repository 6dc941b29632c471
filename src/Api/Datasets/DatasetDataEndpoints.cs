using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Export;
using Trading.Storage.MarketData.Import;
using Trading.Storage.MarketData.Stored;

namespace Trading.Api.Datasets;

/// <summary>What a dataset holds: derived candles and files.</summary>
internal static class DatasetDataEndpoints
{
    private const int CandlesMax = 5_000;

    public static void MapDatasetData(this IEndpointRouteBuilder routes)
    {
        var dataset = routes.MapGroup("/datasets/{dataset}").WithTags("Datasets").RequireAuthorization(Policies.Reader);
        dataset.MapGet("/candles", Candles).WithName("ListDatasetCandles")
            .WithSummary("Candles of any interval, calendar aligned; at most 5000 a call, nextFrom goes on.").WithExamples(answer: DatasetExamples.Candles);
        dataset.MapGet("/export", Export).WithName("ExportDataset").Produces<string>(contentType: CsvResult.ContentType)
            .WithSummary("One series as CSV or Parquet, as an import takes it.").WithExamples();
    }

    /// <summary>The parameters <c>symbol</c>, <c>interval</c> (1m), <c>from</c>, <c>to</c> (UTC) and <c>limit</c> (5000).</summary>
    private static async Task<Results<Ok<CandlesAnswer>, ProblemResult>> Candles(
        string dataset, OwnerScope scope, DatasetAccess access, DatasetReader reader, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var wanted = query.RequiredSymbol("symbol");
        var interval = IntervalOf(query);
        var (from, to) = (query.Time("from"), query.Time("to"));
        var limit = query.Number("limit", CandlesMax, 1, CandlesMax);
        query.ThrowIfFaulty();
        if (await access.FindAsync(dataset, scope, context.RequestAborted) is not { } found || found.Find(wanted) is not { } symbol)
        {
            return Problem.NotFound();
        }

        if (!DerivedCandles.CanDerive(symbol, interval))
        {
            return Problem.Invalid("/interval", "series_missing", $"{wanted} has neither trades nor candles that make up {interval}.");
        }

        var data = await reader.OpenAsync(found.Id, context.RequestAborted);
        var range = new MarketQuery(wanted, from?.ToUnixTimeMilliseconds(), to?.ToUnixTimeMilliseconds());
        var candles = ImmutableArray.CreateBuilder<CandleAnswer>();
        foreach (var candle in DerivedCandles.Read(data, range, interval, context.RequestAborted))
        {
            if (candles.Count == limit)
            {
                return TypedResults.Ok(new CandlesAnswer(
                    wanted, interval.ToString(), candles.ToImmutable(), DateTimeOffset.FromUnixTimeMilliseconds(candle.OpenTimeMs)));
            }

            candles.Add(CandleAnswer.From(candle));
        }

        return TypedResults.Ok(new CandlesAnswer(wanted, interval.ToString(), candles.ToImmutable(), null));
    }

    /// <summary>The parameters <c>symbol</c>, <c>kind</c> and <c>format</c> (csv or parquet).</summary>
    private static async Task<IResult> Export(
        string dataset, OwnerScope scope, DatasetAccess access, ISegmentQueries segments, SpoolFolder folder, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var wanted = query.RequiredSymbol("symbol");
        var kindName = query.OneOf("kind", "", [.. SeriesKinds.Names]);
        var format = query.OneOf("format", "csv", "csv", "parquet");
        if (kindName.Length == 0)
        {
            query.Fault("kind", ProblemCodes.Required, "The parameter is required.");
        }

        query.ThrowIfFaulty();
        if (await access.FindAsync(dataset, scope, context.RequestAborted) is not { } found || found.Find(wanted) is not { } symbol
            || !SeriesKinds.TryParse(kindName, out var kind) || symbol.Find(kind) is null)
        {
            return Problem.NotFound();
        }

        var stored = await DatasetSegments.OpenAsync(segments, found.Id, [symbol], context.RequestAborted);
        var name = $"{found.Name}-{symbol.Symbol.KeyPart}-{kindName}.{format}";
        if (format == "csv")
        {
            return TypedResults.Stream(
                output => SeriesExport.WriteCsvAsync(stored, symbol, kind, output, context.RequestAborted), CsvResult.ContentType, name);
        }

        // Parquet ends with its index: it needs a file whose position is known.
        var file = folder.Create();
        context.Response.RegisterForDisposeAsync(file);
        await SeriesExport.WriteParquetAsync(stored, symbol, kind, file, context.RequestAborted);
        file.Position = 0;
        return TypedResults.Stream(file, "application/vnd.apache.parquet", name);
    }

    private static CandleInterval IntervalOf(QueryReader query)
    {
        var text = query.Text("interval", 10) ?? "1m";
        if (CandleInterval.TryParse(text, out var interval))
        {
            return interval;
        }

        query.Fault("interval", ProblemCodes.OutOfRange, "The interval must be a count and one of s, m, h, d, w, M, such as 5m.");
        return default;
    }
}
