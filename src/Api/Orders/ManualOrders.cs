using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Accounts;
using Trading.Api.Idempotency;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Api.Sessions;
using Trading.Domain.Instruments;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.Accounts;

namespace Trading.Api.Orders;

/// <summary>Orders by hand: the session judges and stores them.</summary>
internal static class ManualOrders
{
    public static async Task<Results<Created<OrderAnswer>, ProblemResult>> Place(
        JsonBody<PlaceOrderRequest> body, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, HttpContext context)
    {
        var request = body.Value;
        var id = OrderIds.Of(scope.User.Name, $"{context.Request.Headers[IdempotencyMiddleware.HeaderName]}");
        var account = request.Account is { } named ? AccountIds.Read(named, scope.ForOne) : null;
        if (request.Session is null && account is null)
        {
            return Problem.NotFound("There is no such account.");
        }

        var session = request.Session;
        if (account is not null)
        {
            // The order that the key has named already keeps its session, which may have ended.
            var known = await OrderEndpoints.FindLiveAsync(id, grains);
            if (known is not null && known.Order.Request.Account != account)
            {
                return Reused();
            }

            if (await grains.GetGrain<IAccountGrain>(account).Find(OwnerOf(scope)) is not { Opening.Clock: null } found)
            {
                return await AccountEndpoints.FindStoredAsync(account, scope, grains, accounts, context.RequestAborted) is { } stored && scope.CanWrite(stored.Owner)
                    ? NotRunning("The account belongs to a session that replays its market, or has not begun to trade: it takes no orders.")
                    : Problem.NotFound("There is no such account.");
            }

            session = known?.Order.Request.Session ?? Trader(found, request.Symbol);
            if (session is null)
            {
                return NotRunning($"No running session trades {request.Symbol} on the account.");
            }
        }

        if (!SessionIds.IsValid(session!))
        {
            return Problem.NotFound("There is no such session.");
        }

        var outcome = await grains.GetGrain<ISessionGrain>(GrainKeys.ForSession(session!)).PlaceOrder(OwnerOf(scope), request.ToOrder(id));
        return outcome.Result switch
        {
            PlaceOrderResult.Stored => TypedResults.Created($"/api/v1/orders/{id}", OrderAnswer.From(outcome.Order!)),
            PlaceOrderResult.NotRunning => NotRunning("The session takes no orders: it has ended, or its market is replayed and not at the pace of the clock."),
            PlaceOrderResult.Refused => Problem.Invalid(outcome.Errors),
            PlaceOrderResult.Reused => Reused(),
            _ => Problem.NotFound("There is no such session."),
        };
    }

    /// <summary>Whose things the caller may change; null for everybody's.</summary>
    internal static string? OwnerOf(OwnerScope scope) => scope.User.IsAdmin ? null : scope.User.Name;

    private static string? Trader(AccountView account, Symbol symbol) => account.Leases.FirstOrDefault(lease => lease.Symbols.Contains(symbol))?.Session;

    private static ProblemResult NotRunning(string detail) => Problem.Conflict(detail, ProblemCodes.SessionNotRunning);

    private static ProblemResult Reused() =>
        new(StatusCodes.Status422UnprocessableEntity, ProblemCodes.IdempotencyKeyReused, "The Idempotency-Key was used for another order.");
}
