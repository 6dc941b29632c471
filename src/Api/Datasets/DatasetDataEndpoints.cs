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
    private const int SymbolsShown = 10;
    private const string ParquetType = "application/vnd.apache.parquet";

    public static void MapDatasetData(this IEndpointRouteBuilder routes)
    {
        var dataset = routes.MapGroup("/datasets/{dataset}").WithTags("Datasets").RequireAuthorization(Policies.Reader);
        dataset.MapGet("/candles", Candles).TakesQuery([QueryParameters.Symbol, .. CandlePage.Parameters])
            .WithName("ListDatasetCandles")
            .WithSummary("Candles of any interval, calendar aligned; at most 5000 a call, nextFrom goes on.").WithExamples(answer: DatasetExamples.Candles);
        dataset.MapGet("/export", Export).TakesQuery(QueryParameters.Symbol, new QueryParameter("kind", "Which series.", IsNumber: false, [.. SeriesKinds.Names]), new QueryParameter("format", "csv when left out.", IsNumber: false, "csv", "parquet"))
            .WithName("ExportDataset")
            .Produces<string>(StatusCodes.Status200OK, CsvResult.ContentType, ParquetType)
            .WithSummary("One series as CSV or Parquet, as an import takes it; broken off when the dataset is deleted meanwhile.").WithExamples(text: DatasetExamples.ExportedTrades);
    }

    private static async Task<Results<Ok<CandlesAnswer>, ProblemResult>> Candles(
        string dataset, OwnerScope scope, DatasetAccess access, DatasetReader reader, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var wanted = query.RequiredSymbol("symbol");
        var page = CandlePage.Of(query);
        query.ThrowIfFaulty();
        if (await access.FindAsync(dataset, scope, context.RequestAborted) is not { } found)
        {
            return Problem.NotFound("dataset", dataset);
        }

        if (found.Find(wanted) is not { } symbol)
        {
            return NoSymbol(found, wanted);
        }

        var (candles, problem) = await page.ReadAsync(reader, found.Id, symbol, context.RequestAborted);
        return problem is null ? TypedResults.Ok(candles!) : problem;
    }

    /// <summary>The parameters <c>symbol</c>, <c>kind</c> and <c>format</c> (csv or parquet).</summary>
    private static async Task<IResult> Export(
        string dataset, OwnerScope scope, DatasetAccess access, ISegmentQueries segments, SpoolFolder folder, ILoggerFactory loggers, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var wanted = query.RequiredSymbol("symbol");
        var kindName = query.OneOf("kind", [.. SeriesKinds.Names]);
        var format = query.OneOf("format", "csv", "parquet") ?? "csv";
        query.Require("kind");
        query.ThrowIfFaulty();
        if (await access.FindAsync(dataset, scope, context.RequestAborted) is not { } found)
        {
            return Problem.NotFound("dataset", dataset);
        }

        if (found.Find(wanted) is not { } symbol)
        {
            return NoSymbol(found, wanted);
        }

        if (!SeriesKinds.TryParse(kindName, out var kind) || symbol.Find(kind) is null)
        {
            return Problem.NotFound($"Dataset {found.Name} holds no {kindName} of {wanted}.");
        }

        var stored = await DatasetSegments.OpenAsync(segments, found.Id, [symbol], context.RequestAborted);
        var name = $"{found.Name}-{symbol.Symbol.KeyPart}-{kindName}.{format}";
        if (format == "csv")
        {
            return TypedResults.Stream(Send, CsvResult.ContentType, name);
        }

        // Parquet ends with its index: it needs a file whose position is known.
        var file = folder.Create();
        context.Response.RegisterForDisposeAsync(file);
        await SeriesExport.WriteParquetAsync(stored, symbol, kind, file, context.RequestAborted);
        file.Position = 0;
        return TypedResults.Stream(file, ParquetType, name);

        async Task Send(Stream output)
        {
            try
            {
                await SeriesExport.WriteCsvAsync(stored, symbol, kind, output, context.RequestAborted);
            }
            catch (DatasetDeletedException) when (context.Response.HasStarted)
            {
                // A part of the file has gone out as good: that it is not whole can only be told by breaking it off.
                loggers.CreateLogger(typeof(DatasetDataEndpoints)).ExportCutOff(found.Id);
                context.Abort();
            }
        }
    }

    private static ProblemResult NoSymbol(Dataset dataset, Symbol symbol) => Problem.NotFound(
        dataset.Symbols is [] ? $"Dataset {dataset.Name} holds no symbol yet." : $"Dataset {dataset.Name} does not hold {symbol}; it holds {string.Join(", ", dataset.Symbols.Take(SymbolsShown).Select(held => held.Symbol))}.");
}
