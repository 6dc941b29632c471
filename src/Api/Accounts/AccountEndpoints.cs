using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Audit;
using Trading.Api.Idempotency;
using Trading.Api.Json;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Venues;
using Trading.Storage.Accounts;

namespace Trading.Api.Accounts;

/// <summary>Accounts and their ledgers. Those of a backtest live in the read model alone.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("/", List).RequireAuthorization(Policies.Reader)
            .TakesQuery(new QueryParameter("name", "Of this name.", IsNumber: false), QueryParameters.Session, QueryParameters.Venue)
            .WithName("ListAccounts").WithSummary("Accounts, newest first.")
            .WithExamples(answer: new ListAnswer<AccountAnswer>([AccountExamples.Account], NextCursor: null));
        accounts.MapGet("/{id}", Find).RequireAuthorization(Policies.Reader)
            .WithName("GetAccount").WithSummary("One account, as its grain knows it.")
            .WithExamples(answer: AccountExamples.Account);
        accounts.MapPut("/{id}", Open).RequireAuthorization(Policies.Writer)
            .WithName("OpenAccount").WithSummary("Open an account by its name; one that is there stays as it is.")
            .WithExamples(AccountExamples.Open, AccountExamples.Named);
        accounts.MapGet("/{id}/ledger", Ledger).RequireAuthorization(Policies.Reader)
            .TakesQuery(QueryParameters.Of<LedgerKind>("kind", "Of this kind."), QueryParameters.Symbol, QueryParameters.OrderId)
            .WithName("ListLedger").WithSummary("Lines of an account's ledger.")
            .WithExamples(answer: new ListAnswer<LedgerAnswer>([AccountExamples.Ledger], NextCursor: null));
        accounts.MapPost("/{id}/ledger", Transfer).RequireAuthorization(Policies.Writer).TakesIdempotencyKey()
            .WithName("TransferFunds").WithSummary("Deposit into a paper account, or withdraw what is available of it; answers the account.")
            .WithExamples(new TransferRequest(TransferKind.Deposit, 500m), AccountExamples.Named);
        accounts.MapAccountRisk();
    }

    private static async Task<Ok<ListAnswer<AccountAnswer>>> List(ListQuery query, OwnerScope scope, IAccountQueries accounts, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new AccountFilter(scope.ForList, reader.Text("name", 64), reader.Text("session", GrainKeys.LengthMax), reader.Text("venue", 32));
        reader.ThrowIfFaulty();
        return TypedResults.Ok(ListAnswer.From(await accounts.ListAsync(filter, query.Page, context.RequestAborted), AccountAnswer.From));
    }

    private static async Task<Results<Ok<AccountAnswer>, ProblemResult>> Find(
        string id, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellation) =>
        await FindLiveAsync(id, scope, grains) is { } live ? TypedResults.Ok(AccountAnswer.From(live))
            : await FindStoredAsync(id, scope, grains, accounts, cancellation) is { } stored ? TypedResults.Ok(AccountAnswer.From(stored))
            : Problem.NotFound("account", id);

    private static async Task<Results<Created<AccountAnswer>, Ok<AccountAnswer>, ProblemResult>> Open(
        string id, JsonBody<OpenAccountRequest> body, OwnerScope scope, IGrainFactory grains, AuditTrail audit, TimeProvider time, HttpContext context)
    {
        var owner = scope.ForOne;
        if (AccountIds.Read(id, owner) is not { } key || !key.StartsWith($"acc-{owner}:", StringComparison.Ordinal))
        {
            return Problem.Invalid("/id", ProblemCodes.OutOfRange, $"An account's name is 1 to 32 of a-z 0-9 . _ -, found {InputText.Quote(id)}.");
        }

        var errors = new List<ValidationError>();
        var limits = body.Value.LimitsOf(errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var account = grains.GetGrain<IAccountGrain>(key);
        var isNew = await account.Find(owner) is null;
        var opened = await account.Open(new AccountOpening(
            owner, key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..], Session: null, body.Value.Venue, body.Value.Currency,
            SimulatedVenueOptions.Default.TakerFeeRate, limits, body.Value.InitialBalance, Clock: null, time.GetUtcNow()));
        if (!isNew)
        {
            return TypedResults.Ok(AccountAnswer.From(opened));
        }

        await audit.RecordAsync(context, scope.User.Name, AuditActions.AccountOpened, key, after: AccountAnswer.From(opened));
        return TypedResults.Created($"/api/v1/accounts/{key}", AccountAnswer.From(opened));
    }

    private static async Task<Results<Ok<ListAnswer<LedgerAnswer>>, ProblemResult>> Ledger(
        string id, ListQuery query, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new LedgerFilter(id, KindOf(reader), reader.Symbol("symbol"), reader.Text("orderId", 64));
        reader.ThrowIfFaulty();
        return await FindLiveAsync(id, scope, grains) is null && await FindStoredAsync(id, scope, grains, accounts, context.RequestAborted) is null
            ? Problem.NotFound("account", id)
            : TypedResults.Ok(ListAnswer.From(await accounts.LedgerAsync(filter, query.Page, context.RequestAborted), LedgerAnswer.From));
    }

    private static async Task<Results<Created<AccountAnswer>, ProblemResult>> Transfer(
        string id, JsonBody<TransferRequest> body, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, AuditTrail audit, HttpContext context)
    {
        if (await FindOwnAsync(id, scope, grains) is not { } found)
        {
            return await RefuseAsync(id, scope, grains, accounts, context.RequestAborted);
        }

        if (found.Opening.Venue != OpenAccountRequest.Simulated)
        {
            return Problem.Conflict("Money of an exchange's account moves at the exchange.");
        }

        var key = context.Request.Headers[IdempotencyMiddleware.HeaderName] is [{ } given] ? given : RandomNumberGenerator.GetHexString(32, lowercase: true);
        var cause = $"api:{scope.User.Name}:{key}";
        var outcome = await grains.GetGrain<IAccountGrain>(id).Transfer(cause, body.Value.Signed);
        if (outcome.Refusal is { } refusal)
        {
            return Problem.Invalid("/amount", refusal, FormattableString.Invariant($"At most what is available can be withdrawn: {outcome.Account.Account.Available}."));
        }

        // A break between the two is mended by the repeat: each applies a cause once.
        await grains.GetGrain<IVenueGrain>(GrainKeys.ForVenue(id)).Transfer(cause, body.Value.Signed);
        await audit.RecordAsync(context, scope.User.Name, AuditActions.FundsTransferred, id, after: body.Value);
        return TypedResults.Created($"/api/v1/accounts/{id}/ledger", AccountAnswer.From(outcome.Account));
    }

    /// <returns>Null for an account of a backtest, for one that is not the caller's to read, and for none.</returns>
    internal static async Task<AccountView?> FindLiveAsync(string id, OwnerScope scope, IGrainFactory grains) =>
        AccountIds.IsValid(id) ? await grains.GetGrain<IAccountGrain>(id).Find(scope.CanRead("") ? null : scope.User.Name) : null;

    /// <returns>Null for an account whose session replays its market, for one that is not the caller's to change, and for none.</returns>
    internal static async Task<AccountView?> FindOwnAsync(string id, OwnerScope scope, IGrainFactory grains) =>
        AccountIds.IsValid(id) && await grains.GetGrain<IAccountGrain>(id).Find(owner: null) is { Opening.Clock: null } found && scope.CanWrite(found.Opening.Owner) ? found : null;

    internal static async Task<AccountRow?> FindStoredAsync(
        string id, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellation) =>
        (await accounts.FindAsync(id, cancellation) ?? await StartingAccount.FindAsync(id, grains)) is { } account && scope.CanRead(account.Owner) ? account : null;

    /// <summary>Why <see cref="FindOwnAsync"/> found nothing: what the caller can see and nobody can change is a conflict, not absent.</summary>
    internal static async Task<ProblemResult> RefuseAsync(
        string id, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellation) =>
        await FindStoredAsync(id, scope, grains, accounts, cancellation) is { } stored && scope.CanWrite(stored.Owner)
            ? Problem.Conflict("The account belongs to a session that replays its market, or has not begun to trade: nobody but its run moves it.")
            : Problem.NotFound("account", id);

    private static string? KindOf(QueryReader reader) =>
        reader.Enum<LedgerKind>("kind") is { } kind ? EnumNames.Of(kind) : null;
}
