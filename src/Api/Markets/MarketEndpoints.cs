using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Datasets;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Stored;

namespace Trading.Api.Markets;

/// <summary>Markets as datasets know them. No live feed runs yet, so everything here is recorded and its freshness is <c>dead</c>.</summary>
internal static class MarketEndpoints
{
    private const int ItemsMax = 500;
    private const int ItemsDefault = 50;

    public static void MapMarkets(this IEndpointRouteBuilder routes)
    {
        var markets = routes.MapGroup("/markets").WithTags("Markets").RequireAuthorization(Policies.Reader);
        markets.MapGet("/", List).TakesQuery(QueryParameters.Venue, QueryParameters.Symbol)
            .WithName("ListMarkets")
            .WithSummary("Markets that readable datasets know, newest data first. Prices are of recordings: freshness is dead. Those of a live feed stand with the session that follows it.")
            .WithExamples(answer: new ListAnswer<RecordedMarketAnswer>([MarketExamples.Market], NextCursor: null));
        markets.MapGet("/{symbol}", Find).TakesQuery(QueryParameters.Venue)
            .WithName("GetMarket")
            .WithSummary("One market, by venue or where its data are newest. Prices are of recordings: freshness is dead. Those of a live feed stand with the session that follows it.")
            .WithExamples(answer: MarketExamples.Market);
        markets.MapGet("/{symbol}/candles", Candles).TakesQuery([QueryParameters.Venue, .. CandlePage.Parameters])
            .WithName("ListMarketCandles")
            .WithSummary("Candles of any interval from the newest recording; at most 5000 a call, nextFrom goes on.").WithExamples(answer: DatasetExamples.Candles);
        markets.MapGet("/{symbol}/trades", Trades).TakesQuery(QueryParameters.Venue, new QueryParameter("limit", "Trades of the answer: 1 to 500, 50 when left out.", IsNumber: true))
            .WithName("ListMarketTrades")
            .WithSummary("The newest recorded trades, newest first.")
            .WithExamples(answer: new ListAnswer<MarketTradeAnswer>([MarketExamples.Trade], NextCursor: null));
        markets.MapGet("/{symbol}/book", Book).TakesQuery(QueryParameters.Venue)
            .WithName("GetMarketBook")
            .WithSummary("The newest recorded order book.").WithExamples(answer: MarketExamples.Book);
    }

    private static async Task<Ok<ListAnswer<RecordedMarketAnswer>>> List(
        ListQuery query, OwnerScope scope, IMarketQueries queries, MarketSources sources, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = MarketSources.Filter(scope, VenueOf(reader), reader.Symbol("symbol"));
        reader.ThrowIfFaulty();
        var page = await queries.ListAsync(filter, query.Page, context.RequestAborted);
        var answers = new List<RecordedMarketAnswer>(page.Items.Count);
        foreach (var row in page.Items)
        {
            // One whose datasets were deleted meanwhile is left out.
            if (await sources.FindAsync(scope, row.Symbol, row.Venue, context.RequestAborted) is { } source
                && await sources.DescribeAsync(source, context.RequestAborted) is { } answer)
            {
                answers.Add(answer);
            }
        }

        return TypedResults.Ok(new ListAnswer<RecordedMarketAnswer>(answers, page.NextCursor));
    }

    private static async Task<Results<Ok<RecordedMarketAnswer>, ProblemResult>> Find(string symbol, OwnerScope scope, MarketSources sources, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        return await SourceAsync(query, symbol, scope, sources, context) is { } source
            && await sources.DescribeAsync(source, context.RequestAborted) is { } answer
                ? TypedResults.Ok(answer)
                : NoMarket(symbol, query);
    }

    private static async Task<Results<Ok<CandlesAnswer>, ProblemResult>> Candles(
        string symbol, OwnerScope scope, MarketSources sources, DatasetReader reader, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var page = CandlePage.Of(query);
        if (await SourceAsync(query, symbol, scope, sources, context) is not { } source)
        {
            return NoMarket(symbol, query);
        }

        if (source.Priced is not var (_, datasetId) || await sources.SymbolAsync(datasetId, source.Symbol, context.RequestAborted) is not { } recorded)
        {
            return Problem.NotFound("Neither trades nor candles are recorded of the market.");
        }

        var (candles, problem) = await page.ReadAsync(reader, datasetId, recorded, context.RequestAborted);
        return problem is null ? TypedResults.Ok(candles!) : problem;
    }

    private static async Task<Results<Ok<ListAnswer<MarketTradeAnswer>>, ProblemResult>> Trades(
        string symbol, OwnerScope scope, MarketSources sources, SeriesTail tail, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        var limit = query.Number("limit", ItemsDefault, 1, ItemsMax);
        if (await SourceAsync(query, symbol, scope, sources, context) is not { } source)
        {
            return NoMarket(symbol, query);
        }

        if (!source.Newest.TryGetValue(SeriesKind.Trades, out var series))
        {
            return Problem.NotFound("No trades are recorded of the market.");
        }

        var trades = await tail.TradesAsync(series.DatasetId, source.Symbol, limit, context.RequestAborted);
        return TypedResults.Ok(new ListAnswer<MarketTradeAnswer>([.. trades.Select(MarketTradeAnswer.From)], NextCursor: null));
    }

    private static async Task<Results<Ok<MarketBookAnswer>, ProblemResult>> Book(
        string symbol, OwnerScope scope, MarketSources sources, SeriesTail tail, HttpContext context)
    {
        var query = new QueryReader(context.Request.Query);
        if (await SourceAsync(query, symbol, scope, sources, context) is not { } source)
        {
            return NoMarket(symbol, query);
        }

        return source.Newest.TryGetValue(SeriesKind.Book, out var series)
            && await tail.BookAsync(series.DatasetId, source.Symbol, context.RequestAborted) is { } book
                ? TypedResults.Ok(MarketBookAnswer.From(source.Symbol, source.Venue, book))
                : Problem.NotFound("No book is recorded of the market.");
    }

    private static async Task<MarketSource?> SourceAsync(
        QueryReader query, string symbol, OwnerScope scope, MarketSources sources, HttpContext context)
    {
        if (!Symbol.TryParse(symbol, out var wanted))
        {
            query.Refuse("symbol", ProblemCodes.OutOfRange, $"The symbol must be {Symbol.Rule}", symbol);
        }

        var venue = VenueOf(query);
        query.ThrowIfFaulty();
        return await sources.FindAsync(scope, wanted, venue, context.RequestAborted);
    }

    private static ProblemResult NoMarket(string symbol, QueryReader query) => Problem.NotFound(VenueOf(query) is { } venue
        ? $"No dataset that you may read knows {symbol} of venue {venue}."
        : $"No dataset that you may read knows {symbol}.");

    private static string? VenueOf(QueryReader query)
    {
        var venue = query.Text("venue", VenueName.LengthMax);
        if (venue is not null && !VenueName.IsValid(venue))
        {
            query.Refuse("venue", ProblemCodes.OutOfRange, VenueName.Rule, venue);
        }

        return venue;
    }
}
