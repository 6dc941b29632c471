using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Accounts;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Api.Sessions;
using Trading.Domain;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.Accounts;
using Trading.Storage.Paging;
using Trading.Storage.Results;

namespace Trading.Api.Orders;

/// <summary>Asks for the end of orders; how they end is the venue's to say.</summary>
internal static class OrderCancelling
{
    public static async Task<Results<Accepted<OrderAnswer>, Ok<OrderAnswer>, ProblemResult>> Cancel(
        string id, OwnerScope scope, IGrainFactory grains, IResultQueries results, CancellationToken cancellation)
    {
        if (await OrderEndpoints.FindLiveAsync(id, grains) is { } placed)
        {
            return !scope.CanWrite(placed.Context.Owner) ? Problem.NotFound("order", id)
                : placed is { Order.IsOver: false, Context.Clock: not null } ? Problem.Conflict("An order of a session that replays its market is its run's alone.")
                : placed.Order.IsOver ? TypedResults.Ok(OrderAnswer.From(placed))
                : TypedResults.Accepted($"/api/v1/orders/{id}", OrderAnswer.From(await CancelAsync(id, grains) ?? placed));
        }

        if (await OrderEndpoints.FindStoredAsync(id, results, cancellation) is not { } stored || !scope.CanWrite(stored.Owner))
        {
            return Problem.NotFound("order", id);
        }

        return stored.Answer.Status.IsTerminal ? TypedResults.Ok(stored.Answer) : Problem.Conflict("An order of a backtest is its run's alone.");
    }

    public static async Task<Results<Accepted<ListAnswer<OrderAnswer>>, ProblemResult>> CancelAll(
        OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, IResultQueries results, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new OrderFilter(
            Session: reader.Text("session", GrainKeys.LengthMax), Account: reader.Text("account", GrainKeys.LengthMax), Symbol: reader.Symbol("symbol"),
            IsWorking: true);
        if (filter is { Session: null, Account: null, Symbol: null })
        {
            reader.Fault("session", ProblemCodes.Required, "One of session, account and symbol is required: everything at once is cancelled by nobody.");
        }

        reader.ThrowIfFaulty();
        if (filter.Session is { } replayed && await IsReplayedAsync(replayed, scope, grains))
        {
            return Problem.Conflict("The orders of a session that replays its market are its run's alone.");
        }

        var owner = await OwnerAsync(filter, scope, grains);
        if (owner is null)
        {
            return (filter.Session, filter.Account) switch
            {
                ({ } session, { } account) => Problem.NotFound($"There is no session {InputText.Quote(session)} on an account {InputText.Quote(account)}."),
                ({ } session, null) => Problem.NotFound("session", session),
                _ => await AccountEndpoints.RefuseAsync(filter.Account!, scope, grains, accounts, context.RequestAborted),
            };
        }

        // The accounts know every entry at once; of what reduces the read model knows, a moment later.
        var ids = new HashSet<string>(StringComparer.Ordinal);
        filter = filter with { Owner = owner };
        foreach (var account in await AccountsAsync(filter, grains, accounts, context.RequestAborted))
        {
            if (await grains.GetGrain<IAccountGrain>(account).Find(owner) is { } found)
            {
                ids.UnionWith(found.Account.Reservations
                    .Where(entry => entry.EndedQuantity is null && (filter.Session is null || entry.Session == filter.Session)
                        && (filter.Symbol is null || entry.Symbol == filter.Symbol))
                    .Select(entry => entry.OrderId));
            }
        }

        await foreach (var row in Pages.All(page => results.OrdersAsync(filter, page, context.RequestAborted), row => row, SortDirection.Ascending, context.RequestAborted))
        {
            if (row.Purpose is OrderPurpose.Manual or OrderPurpose.Entry or OrderPurpose.Step or OrderPurpose.Exit)
            {
                ids.Add(row.Id);
            }
        }

        var asked = await Task.WhenAll(ids.Order(StringComparer.Ordinal).Select(id => CancelOwnAsync(id, grains)));
        return TypedResults.Accepted("/api/v1/orders", new ListAnswer<OrderAnswer>([.. asked.OfType<PlacedOrder>().Select(OrderAnswer.From)], NextCursor: null));
    }

    /// <returns>Null for an order that its run alone may cancel, and for none.</returns>
    private static async Task<PlacedOrder?> CancelOwnAsync(string id, IGrainFactory grains) =>
        await OrderEndpoints.FindLiveAsync(id, grains) is { Context.Clock: null } ? await CancelAsync(id, grains) : null;

    private static Task<PlacedOrder?> CancelAsync(string id, IGrainFactory grains) =>
        grains.GetGrain<IOrderGrain>(GrainKeys.ForOrder(id)).Cancel(OrderReasons.Requested);

    private static async Task<bool> IsReplayedAsync(string session, OwnerScope scope, IGrainFactory grains) =>
        SessionIds.IsValid(session)
        && await grains.GetGrain<ISessionGrain>(session).Find(ManualOrders.OwnerOf(scope)) is { Settings: var settings }
        && (settings.Mode is SessionMode.Backtest || settings.Market.IsLockStep);

    /// <summary>Whose orders are meant; null when what the filter names is not the caller's to change.</summary>
    private static async Task<string?> OwnerAsync(OrderFilter filter, OwnerScope scope, IGrainFactory grains)
    {
        var writer = ManualOrders.OwnerOf(scope);
        string? owner = null;
        if (filter.Session is { } session)
        {
            owner = SessionIds.IsValid(session) ? (await grains.GetGrain<ISessionGrain>(session).Find(writer))?.Session.Owner : null;
            if (owner is null)
            {
                return null;
            }
        }

        if (filter.Account is { } account)
        {
            var of = AccountIds.IsValid(account) && await grains.GetGrain<IAccountGrain>(account).Find(writer) is { Opening: { Clock: null, Owner: var holder } } ? holder : null;
            return of is null || (owner is not null && owner != of) ? null : of;
        }

        return owner ?? scope.ForOne;
    }

    private static async Task<IReadOnlyList<string>> AccountsAsync(
        OrderFilter filter, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellation)
    {
        if (filter.Account is { } account)
        {
            return [account];
        }

        if (filter.Session is { } session)
        {
            return (await grains.GetGrain<ISessionGrain>(session).Find(filter.Owner))?.Session.Account is { } own ? [own] : [];
        }

        var all = new List<string>();
        await foreach (var id in Pages.All(
            page => accounts.ListAsync(new AccountFilter(filter.Owner), page, cancellation), row => row.Id, SortDirection.Ascending, cancellation))
        {
            all.Add(id);
        }

        return all;
    }
}
