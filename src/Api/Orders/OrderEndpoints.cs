using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Api.Sessions;
using Trading.Storage.Results;

namespace Trading.Api.Orders;

/// <summary>Orders of all sessions. Those of a backtest live in the read model alone: their run is their only writer.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/orders").WithTags("Orders").RequireAuthorization(Policies.Reader);
        orders.MapGet("/", List).WithName("ListOrders").WithSummary("Orders, newest first.")
            .WithExamples(answer: new ListAnswer<OrderAnswer>([OrderExamples.Order], NextCursor: null));
        orders.MapGet("/{id}", Find).WithName("GetOrder").WithSummary("One order with its history and fills.")
            .WithExamples(answer: OrderExamples.Order);
    }

    private static async Task<Ok<ListAnswer<OrderAnswer>>> List(ListQuery query, OwnerScope scope, IResultQueries results, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = OrderFilters.Read(reader) with { Owner = scope.ForList };
        reader.ThrowIfFaultyOrUnknown();
        return TypedResults.Ok(ListAnswer.From(await results.OrdersAsync(filter, query.Page, context.RequestAborted), OrderAnswer.From));
    }

    private static async Task<Results<Ok<OrderAnswer>, ProblemResult>> Find(string id, OwnerScope scope, IResultQueries results, CancellationToken cancellation)
    {
        if (await results.FindOrderAsync(id, cancellation) is not { } row || !scope.CanRead(row.Owner))
        {
            return Problem.NotFound();
        }

        var history = await results.OrderEventsAsync(id, cancellation);
        var fills = await results.OrderFillsAsync(id, cancellation);
        return TypedResults.Ok(OrderAnswer.From(row) with
        {
            History = [.. history.Select(step => new OrderHistoryAnswer(step.At, step.Status, step.Event, step.Detail))],
            Fills = [.. fills.Select(FillAnswer.From)],
        });
    }
}
