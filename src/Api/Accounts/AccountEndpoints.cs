using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain.Accounts;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions;
using Trading.Storage.Accounts;
using Trading.Storage.Json;

namespace Trading.Api.Accounts;

/// <summary>Accounts, their ledgers and limits, and positions.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/accounts").WithTags("Accounts").RequireAuthorization(Policies.Reader);
        accounts.MapGet("/", List).WithName("ListAccounts").WithSummary("Accounts, newest first.")
            .WithExamples(answer: new ListAnswer<AccountAnswer>([AccountExamples.Account], NextCursor: null));
        accounts.MapGet("/{id}", Find).WithName("GetAccount").WithSummary("One account.")
            .WithExamples(answer: AccountExamples.Account);
        accounts.MapGet("/{id}/ledger", Ledger).WithName("ListLedger").WithSummary("Lines of an account's ledger.")
            .WithExamples(answer: new ListAnswer<LedgerAnswer>([AccountExamples.Ledger], NextCursor: null));
        accounts.MapGet("/{id}/limits", Limits).WithName("GetLimits").WithSummary("The account's risk limits.")
            .WithExamples(answer: LimitsOf(RiskLimits.Default));

        routes.MapGroup("/positions").WithTags("Positions").RequireAuthorization(Policies.Reader)
            .MapGet("/", Positions).WithName("ListPositions").WithSummary("Open positions; state=all lists flat ones too.")
            .WithExamples(answer: new ListAnswer<PositionAnswer>([AccountExamples.Position], NextCursor: null));
    }

    private static async Task<Ok<ListAnswer<AccountAnswer>>> List(ListQuery query, OwnerScope scope, IAccountQueries accounts, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new AccountFilter(scope.ForList, reader.Text("name", 64), reader.Text("session", GrainKeys.LengthMax), reader.Text("venue", 32));
        reader.ThrowIfFaultyOrUnknown();
        return TypedResults.Ok(ListAnswer.From(await accounts.ListAsync(filter, query.Page, context.RequestAborted), AccountAnswer.From));
    }

    private static async Task<Results<Ok<AccountAnswer>, ProblemResult>> Find(
        string id, OwnerScope scope, IAccountQueries accounts, CancellationToken cancellation) =>
        await FindAsync(id, scope, accounts, cancellation) is { } account ? TypedResults.Ok(AccountAnswer.From(account)) : Problem.NotFound();

    private static async Task<Results<Ok<ListAnswer<LedgerAnswer>>, ProblemResult>> Ledger(
        string id, ListQuery query, OwnerScope scope, IAccountQueries accounts, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new LedgerFilter(id, KindOf(reader), reader.Symbol("symbol"), reader.Text("orderId", 64));
        reader.ThrowIfFaultyOrUnknown();
        return await FindAsync(id, scope, accounts, context.RequestAborted) is null
            ? Problem.NotFound()
            : TypedResults.Ok(ListAnswer.From(await accounts.LedgerAsync(filter, query.Page, context.RequestAborted), LedgerAnswer.From));
    }

    private static string? KindOf(QueryReader reader) =>
        reader.Enum<LedgerKind>("kind") is { } kind ? JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()) : null;

    private static async Task<Results<Ok<JsonObject>, ProblemResult>> Limits(
        string id, OwnerScope scope, IAccountQueries accounts, CancellationToken cancellation) =>
        await FindAsync(id, scope, accounts, cancellation) is { } account
            ? TypedResults.Ok(LimitsOf(JsonSerializer.Deserialize<RiskLimits>(account.Limits, TradingJson.Options)!))
            : Problem.NotFound();

    private static async Task<Ok<ListAnswer<PositionAnswer>>> Positions(
        ListQuery query, OwnerScope scope, IAccountQueries accounts, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new PositionFilter(
            scope.ForList, reader.Text("account", GrainKeys.LengthMax), reader.Text("session", GrainKeys.LengthMax), reader.Symbol("symbol"),
            IncludeFlat: reader.OneOf("state", "open", "open", "all") == "all");
        reader.ThrowIfFaultyOrUnknown();
        return TypedResults.Ok(ListAnswer.From(await accounts.PositionsAsync(filter, query.Page, context.RequestAborted), PositionAnswer.From));
    }

    private static async Task<AccountRow?> FindAsync(string id, OwnerScope scope, IAccountQueries accounts, CancellationToken cancellation) =>
        await accounts.FindAsync(id, cancellation) is { } account && scope.CanRead(account.Owner) ? account : null;

    private static JsonObject LimitsOf(RiskLimits limits)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            RiskLimitCatalog.Write(writer, limits);
        }

        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }
}
