using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Accounts;
using Trading.Api.Json;
using Trading.Api.OpenApi;
using Trading.Api.Orders;
using Trading.Api.Positions;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain.Indicators;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.Accounts;
using Trading.Storage.Results;
using SignalOutcome = Trading.Domain.Strategies.Instances.SignalOutcome;

namespace Trading.Api.Sessions;

/// <summary>Everything inside a session, from the read model. Appears while the session runs and is the same for ever once it has ended.</summary>
internal static class SessionResultEndpoints
{
    public static void MapSessionResults(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/sessions/{id}").WithTags("Sessions").RequireAuthorization(Policies.Reader);
        session.MapGet("/instances", Instances).WithName("ListSessionInstances")
            .WithSummary("Where each instance stands, why, and what it still waits for.").WithExamples(answer: ListOf(SessionExamples.Instance));
        session.MapGet("/markets", Markets).WithName("ListSessionMarkets")
            .WithSummary("The prices that this session sees.").WithExamples(answer: ListOf(SessionExamples.Market));
        session.MapGet("/signals", Signals).TakesQuery(QueryParameters.Strategy, QueryParameters.Symbol, QueryParameters.Of<SignalOutcome>("outcome", "What became of the signal."))
            .WithName("ListSessionSignals")
            .WithSummary("Signals and what became of them.").WithExamples(answer: ListOf(SessionExamples.Signal));
        session.MapGet("/orders", Orders).TakesQuery(OrderFilters.InSession)
            .WithName("ListSessionOrders")
            .WithSummary("Orders of the session.").WithExamples(answer: ListOf(OrderExamples.Order));
        session.MapGet("/fills", Fills).TakesQuery(QueryParameters.Strategy, QueryParameters.Symbol, QueryParameters.Of<Side>("side", "Of this side."), QueryParameters.OrderId)
            .WithName("ListSessionFills").Produces<ListAnswer<FillAnswer>>(StatusCodes.Status200OK, "application/json", CsvResult.ContentType)
            .WithSummary("Fills of the session; Accept text/csv gives all of them as CSV, in the order of sort and without limit and cursor.").WithExamples(answer: ListOf(SessionExamples.Fill), text: CsvResult.ExampleOf(SessionExamples.Fill));
        session.MapGet("/positions", Positions).TakesQuery(QueryParameters.Symbol, QueryParameters.OpenOrAll)
            .WithName("ListSessionPositions")
            .WithSummary("Positions of the session; state=all lists flat ones too.").WithExamples(answer: ListOf(AccountExamples.Position));
        session.MapGet("/roundtrips", RoundTrips).TakesQuery(QueryParameters.Strategy, QueryParameters.Symbol, new QueryParameter("side", "Of this side.", IsNumber: false, "long", "short"))
            .WithName("ListSessionRoundTrips").Produces<ListAnswer<RoundTripAnswer>>(StatusCodes.Status200OK, "application/json", CsvResult.ContentType)
            .WithSummary("Positions from flat to flat; Accept text/csv gives all of them as CSV, in the order of sort and without limit and cursor.").WithExamples(answer: ListOf(SessionExamples.RoundTrip), text: CsvResult.ExampleOf(SessionExamples.RoundTrip));
        session.MapGet("/equity", Equity).WithName("ListSessionEquity")
            .WithSummary("The equity curve.").WithExamples(answer: ListOf(SessionExamples.Equity));
        session.MapGet("/transitions", Transitions).TakesQuery(QueryParameters.Strategy, QueryParameters.Symbol)
            .WithName("ListSessionTransitions")
            .WithSummary("Every transition of every instance, with the leaves that decided.").WithExamples(answer: ListOf(SessionExamples.Transition));
        session.MapGet("/indicators", SessionIndicators.Find).TakesQuery(QueryParameters.Strategy, QueryParameters.Symbol, new QueryParameter("indicator", "Of this name in the strategy.", IsNumber: false),
                QueryParameters.Of<PreviewCadence>("every", "At which instants; candle when left out."), QueryParameters.From, QueryParameters.To)
            .WithName("ListSessionIndicators")
            .WithSummary("Series of the run's indicators, computed from its dataset as far as the run has come; not found once the dataset was deleted.").WithExamples(answer: ListOf(SessionExamples.Series));
        session.MapGet("/report", Report).WithName("GetSessionReport").Produces<ReportAnswer>(StatusCodes.Status200OK, "application/json", CsvResult.ContentType)
            .WithSummary("The figures, with their formulas and the fingerprint; Accept text/csv gives them as CSV.").WithExamples(answer: SessionExamples.Report, text: CsvResult.Lines(SessionExamples.Report));
    }

    private static ListAnswer<T> ListOf<T>(T example) => new([example], NextCursor: null);

    private static async Task<Results<Ok<ListAnswer<InstanceAnswer>>, ProblemResult>> Instances(
        string id, WholeListQuery query, OwnerScope scope, IGrainFactory grains, IResultQueries results, CancellationToken cancellation) =>
        await SessionEndpoints.FindAsync(id, scope, grains) is not { } found
            ? Problem.NotFound("session", id)
            : TypedResults.Ok(query.Of((await results.InstancesAsync(id, cancellation)).Select(row => InstanceAnswer.From(row, found.Session.IsPaused(row.Strategy)))));

    private static async Task<Results<Ok<ListAnswer<SessionMarketAnswer>>, ProblemResult>> Markets(
        string id, WholeListQuery query, OwnerScope scope, IGrainFactory grains, IResultQueries results, TimeProvider time, CancellationToken cancellation)
    {
        if (await SessionEndpoints.FindAsync(id, scope, grains) is not { } found)
        {
            return Problem.NotFound("session", id);
        }

        // What was stored of a market that goes on grows old also when nobody could store anything newer.
        var isFollowed = !found.Session.Status.IsEnded && !found.Settings.Market.IsLockStep;
        var now = time.GetUtcNow();
        return TypedResults.Ok(query.Of((await results.MarketsAsync(id, cancellation)).Select(row =>
            SessionMarketAnswer.From(row) is var answer && isFollowed ? answer.AgedAt(now) : answer)));
    }

    private static async Task<Results<Ok<ListAnswer<SignalAnswer>>, ProblemResult>> Signals(
        string id, ListQuery query, OwnerScope scope, IGrainFactory grains, IResultQueries results, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = FilterOf(id, reader);
        var outcome = reader.Enum<SignalOutcome>("outcome");
        reader.ThrowIfFaulty();
        return await SessionEndpoints.FindAsync(id, scope, grains) is null
            ? Problem.NotFound("session", id)
            : TypedResults.Ok(ListAnswer.From(await results.SignalsAsync(filter, outcome is { } became ? EnumNames.Of(became) : null, query.Page, context.RequestAborted), SignalAnswer.From));
    }

    private static async Task<Results<Ok<ListAnswer<OrderAnswer>>, ProblemResult>> Orders(
        string id, ListQuery query, OwnerScope scope, IGrainFactory grains, IResultQueries results, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = OrderFilters.Read(reader) with { Session = id };
        reader.ThrowIfFaulty();
        return await SessionEndpoints.FindAsync(id, scope, grains) is null
            ? Problem.NotFound("session", id)
            : TypedResults.Ok(ListAnswer.From(await results.OrdersAsync(filter, query.Page, context.RequestAborted), OrderAnswer.From));
    }

    private static async Task<IResult> Fills(
        string id, ListQuery query, OwnerScope scope, IGrainFactory grains, IResultQueries results, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new FillFilter(id, reader.Text("strategy", 64), reader.Symbol("symbol"), reader.Enum<Side>("side"), reader.Text("orderId", 64));
        var isCsv = CsvResult.IsListWanted(context.Request, reader);
        reader.ThrowIfFaulty();
        if (await SessionEndpoints.FindAsync(id, scope, grains) is null)
        {
            return Problem.NotFound("session", id);
        }

        return isCsv
            ? CsvResult.Of(cancellation => Pages.All(page => results.FillsAsync(filter, page, cancellation), FillAnswer.From, query.Page.Sort, cancellation))
            : TypedResults.Ok(ListAnswer.From(await results.FillsAsync(filter, query.Page, context.RequestAborted), FillAnswer.From));
    }

    private static async Task<Results<Ok<ListAnswer<PositionAnswer>>, ProblemResult>> Positions(
        string id, ListQuery query, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new PositionFilter(
            Session: id, Symbol: reader.Symbol("symbol"), IncludeFlat: reader.OneOf("state", "open", "all") == "all");
        reader.ThrowIfFaulty();
        return await SessionEndpoints.FindAsync(id, scope, grains) is null
            ? Problem.NotFound("session", id)
            : TypedResults.Ok(await PositionList.ReadAsync(accounts, grains, filter, query.Page, context.RequestAborted));
    }

    private static async Task<IResult> RoundTrips(
        string id, ListQuery query, OwnerScope scope, IGrainFactory grains, IResultQueries results, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = FilterOf(id, reader);
        var side = reader.OneOf("side", "long", "short");
        var isCsv = CsvResult.IsListWanted(context.Request, reader);
        reader.ThrowIfFaulty();
        if (await SessionEndpoints.FindAsync(id, scope, grains) is null)
        {
            return Problem.NotFound("session", id);
        }

        return isCsv
            ? CsvResult.Of(cancellation => Pages.All(page => results.RoundTripsAsync(filter, side, page, cancellation), RoundTripAnswer.From, query.Page.Sort, cancellation))
            : TypedResults.Ok(ListAnswer.From(await results.RoundTripsAsync(filter, side, query.Page, context.RequestAborted), RoundTripAnswer.From));
    }

    private static async Task<Results<Ok<ListAnswer<EquityAnswer>>, ProblemResult>> Equity(
        string id, ListQuery query, OwnerScope scope, IGrainFactory grains, IResultQueries results, CancellationToken cancellation) =>
        await SessionEndpoints.FindAsync(id, scope, grains) is null
            ? Problem.NotFound("session", id)
            : TypedResults.Ok(ListAnswer.From(await results.EquityAsync(id, query.Page, cancellation), EquityAnswer.From));

    private static async Task<Results<Ok<ListAnswer<InstanceTransitionAnswer>>, ProblemResult>> Transitions(
        string id, ListQuery query, OwnerScope scope, IGrainFactory grains, IResultQueries results, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = FilterOf(id, reader);
        reader.ThrowIfFaulty();
        return await SessionEndpoints.FindAsync(id, scope, grains) is null
            ? Problem.NotFound("session", id)
            : TypedResults.Ok(ListAnswer.From(await results.TransitionsAsync(filter, query.Page, context.RequestAborted), InstanceTransitionAnswer.Of));
    }

    private static async Task<IResult> Report(
        string id, OwnerScope scope, IGrainFactory grains, IResultQueries results, HttpContext context)
    {
        if (await SessionEndpoints.FindAsync(id, scope, grains) is not { } session)
        {
            return Problem.NotFound("session", id);
        }

        if (!session.Session.Status.IsEnded)
        {
            await grains.GetGrain<ISessionGrain>(id).RenewReport();
        }

        if (await results.FindReportAsync(id, context.RequestAborted) is not { } report)
        {
            return Problem.NotFound($"The session has no report: it is {session.Session.Status} and has traded nothing that could be reported.");
        }

        var answer = ReportAnswer.From(report, session);
        return CsvResult.IsWanted(context.Request) ? CsvResult.Of(answer) : TypedResults.Ok(answer);
    }

    private static ResultFilter FilterOf(string id, QueryReader reader) => new(id, reader.Text("strategy", 64), reader.Symbol("symbol"));
}
