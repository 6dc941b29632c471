using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Idempotency;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.RateLimiting;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Api.Sessions;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Orders;
using Trading.Storage.Results;

namespace Trading.Api.Orders;

/// <summary>Orders of all sessions. Those of a backtest live in the read model alone: their run is their only writer.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/orders").WithTags("Orders");
        orders.MapPost("/", ManualOrders.Place).RequireAuthorization(Policies.Writer).RequiresIdempotencyKey()
            .WithName("PlaceOrder").WithSummary("Place an order by hand into a running paper or live session. Refused by risk or filters it is stored as Rejected.")
            .WithExamples(OrderExamples.Place, OrderExamples.Placed);
        orders.MapGet("/", List).RequireAuthorization(Policies.Reader)
            .TakesQuery(OrderFilters.Parameters)
            .WithName("ListOrders").WithSummary("Orders, newest first.")
            .WithExamples(answer: new ListAnswer<OrderAnswer>([OrderExamples.Order], NextCursor: null));
        orders.MapDelete("/", OrderCancelling.CancelAll).RequireAuthorization(Policies.Writer).IsSafetyCommand()
            .WithMetadata(
                new QueryParameter("session", "Orders of this session.", IsNumber: false),
                new QueryParameter("account", "Orders of this account.", IsNumber: false),
                new QueryParameter("symbol", "Orders of this symbol.", IsNumber: false))
            .WithName("CancelOrders").WithSummary("Cancel all that works and fits the filters, of which one at least is needed; what protects or closes a position stays.")
            .WithExamples(answer: new ListAnswer<OrderAnswer>([OrderExamples.Cancelling], NextCursor: null));
        orders.MapGet("/{id}", Find).RequireAuthorization(Policies.Reader)
            .WithName("GetOrder").WithSummary("One order with its history and fills, as its grain knows it.")
            .WithExamples(answer: OrderExamples.Order);
        orders.MapDelete("/{id}", OrderCancelling.Cancel).RequireAuthorization(Policies.Writer).IsSafetyCommand()
            .WithName("CancelOrder").WithSummary("Ask for the order's end: 202, and how it ends is seen in the order; one that is over is answered unchanged with 200.")
            .WithExamples(answer: OrderExamples.Cancelling);
    }

    private static async Task<Ok<ListAnswer<OrderAnswer>>> List(ListQuery query, OwnerScope scope, IResultQueries results, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = OrderFilters.Read(reader) with { Owner = scope.ForList };
        reader.ThrowIfFaulty();
        return TypedResults.Ok(ListAnswer.From(await results.OrdersAsync(filter, query.Page, context.RequestAborted), OrderAnswer.From));
    }

    private static async Task<Results<Ok<OrderAnswer>, ProblemResult>> Find(
        string id, OwnerScope scope, IGrainFactory grains, IResultQueries results, CancellationToken cancellation)
    {
        if (await FindLiveAsync(id, grains) is { } placed)
        {
            return scope.CanRead(placed.Context.Owner) ? TypedResults.Ok(OrderAnswer.From(placed)) : Problem.NotFound("order", id);
        }

        return await FindStoredAsync(id, results, cancellation) is { } stored && scope.CanRead(stored.Owner)
            ? TypedResults.Ok(stored.Answer)
            : Problem.NotFound("order", id);
    }

    /// <returns>Null for an order of a backtest, and for none.</returns>
    internal static async Task<PlacedOrder?> FindLiveAsync(string id, IGrainFactory grains) =>
        OrderIds.IsValid(id) ? await grains.GetGrain<IOrderGrain>(GrainKeys.ForOrder(id)).Find() : null;

    internal static async Task<(string Owner, OrderAnswer Answer)?> FindStoredAsync(string id, IResultQueries results, CancellationToken cancellation)
    {
        if (await results.FindOrderAsync(id, cancellation) is not { } row)
        {
            return null;
        }

        var history = await results.OrderEventsAsync(id, cancellation);
        var fills = await results.OrderFillsAsync(id, cancellation);
        return (row.Owner, OrderAnswer.From(row) with
        {
            History = [.. history.Select(step => new OrderHistoryAnswer(step.At, step.Status, step.Event, step.Detail))],
            Fills = [.. fills.Select(FillAnswer.From)],
        });
    }
}
