using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Accounts;
using Trading.Api.Idempotency;
using Trading.Api.OpenApi;
using Trading.Api.Orders;
using Trading.Api.Problems;
using Trading.Api.RateLimiting;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain.Positions;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Positions;
using Trading.Storage.Accounts;

namespace Trading.Api.Positions;

/// <summary>Positions of all accounts: seen, closed, protected by hand.</summary>
internal static class PositionEndpoints
{
    public static void MapPositions(this IEndpointRouteBuilder routes)
    {
        var positions = routes.MapGroup("/positions").WithTags("Positions");
        positions.MapGet("/", List).RequireAuthorization(Policies.Reader)
            .TakesQuery(QueryParameters.Account, QueryParameters.Session, QueryParameters.Symbol, QueryParameters.OpenOrAll)
            .WithName("ListPositions").WithSummary("Open positions; state=all lists flat ones too.")
            .WithExamples(answer: new ListAnswer<PositionAnswer>([AccountExamples.Position], NextCursor: null));
        positions.MapGet("/{id}", Find).RequireAuthorization(Policies.Reader)
            .WithName("GetPosition").WithSummary("One position, as its grain knows it.")
            .WithExamples(answer: AccountExamples.Position);
        positions.MapPost("/{id}/close", Close).RequireAuthorization(Policies.Writer).IsSafetyCommand().TakesIdempotencyKey()
            .WithName("ClosePosition").WithSummary("Close all that is held at market, reduce-only. While a closing order works, it is the answer.")
            .WithExamples(answer: new ClosingAnswer(OrderExamples.Order.Id));
        positions.MapPatch("/{id}/protection", Protect).RequireAuthorization(Policies.Writer)
            .WithName("ProtectPosition").WithSummary("Change stop, target and trailing stop of the open position: null removes, a value replaces the strategy's.")
            .WithExamples(new ProtectionRequest(StopPrice: 62_500m), AccountExamples.Position with { StopPrice = 62_500m });
    }

    private static async Task<Ok<ListAnswer<PositionAnswer>>> List(
        ListQuery query, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new PositionFilter(
            scope.ForList, reader.Text("account", GrainKeys.LengthMax), reader.Text("session", GrainKeys.LengthMax), reader.Symbol("symbol"),
            IncludeFlat: reader.OneOf("state", "open", "all") == "all");
        reader.ThrowIfFaulty();
        return TypedResults.Ok(await PositionList.ReadAsync(accounts, grains, filter, query.Page, context.RequestAborted));
    }

    private static async Task<Results<Ok<PositionAnswer>, ProblemResult>> Find(
        string id, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellation)
    {
        if (await FindLiveAsync(id, grains) is { } held)
        {
            return scope.CanRead(held.Owner) ? TypedResults.Ok(PositionAnswer.From(held)) : Problem.NotFound("position", id);
        }

        return await accounts.FindPositionAsync(id, cancellation) is { } stored && scope.CanRead(stored.Owner)
            ? TypedResults.Ok(PositionAnswer.From(stored))
            : Problem.NotFound("position", id);
    }

    private static async Task<Results<Accepted<ClosingAnswer>, ProblemResult>> Close(
        string id, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellation)
    {
        if (await FindLiveAsync(id, grains) is not { IsReplayed: false } held || !scope.CanWrite(held.Owner))
        {
            return await RefuseAsync(id, scope, accounts, cancellation);
        }

        return await grains.GetGrain<IPositionGrain>(id).Close(ExitReason.Manual, scope.User.Name) is { } order
            ? TypedResults.Accepted($"/api/v1/orders/{order}", new ClosingAnswer(order))
            : Problem.Conflict("The position is flat: there is nothing to close.");
    }

    private static async Task<Results<Ok<PositionAnswer>, ProblemResult>> Protect(
        string id, JsonBody<ProtectionRequest> body, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, HttpContext context)
    {
        if (await FindLiveAsync(id, grains) is not { IsReplayed: false } held || !scope.CanWrite(held.Owner))
        {
            return await RefuseAsync(id, scope, accounts, context.RequestAborted);
        }

        using var document = JsonDocument.Parse(await BodyOf(context));
        var outcome = await grains.GetGrain<IPositionGrain>(id).Protect(body.Value.ToPatch(document.RootElement), scope.User.Name);
        return outcome.Errors switch
        {
            [{ Pointer: "" } flat, ..] => Problem.Conflict(flat.Detail),
            [_, ..] errors => Problem.Invalid(errors),
            _ => TypedResults.Ok(PositionAnswer.From(outcome.Position!)),
        };
    }

    /// <summary>What the caller can see and nobody can change is a conflict, not absent.</summary>
    private static async Task<ProblemResult> RefuseAsync(string id, OwnerScope scope, IAccountQueries accounts, CancellationToken cancellation) =>
        await accounts.FindPositionAsync(id, cancellation) is { } stored && scope.CanWrite(stored.Owner)
            ? Problem.Conflict("The position belongs to a session that replays its market: nobody but its run moves it.")
            : Problem.NotFound("position", id);

    private static async Task<ReadOnlyMemory<byte>> BodyOf(HttpContext context) =>
        await RequestBody.ReadAsync(context.Request, context.RequestAborted) is { Length: > 0 } given ? given : "{}"u8.ToArray();

    /// <returns>Null for a position of a backtest, and for none.</returns>
    internal static async Task<HeldPosition?> FindLiveAsync(string id, IGrainFactory grains) =>
        AccountIds.IsPosition(id) ? await grains.GetGrain<IPositionGrain>(id).Find() : null;
}
