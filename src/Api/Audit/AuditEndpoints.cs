using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.OpenApi;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Storage.Audit;

namespace Trading.Api.Audit;

/// <param name="Position">From 1, without a hole.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What, such as <c>user_changed</c>.</param>
/// <param name="Subject">To what.</param>
/// <param name="Address">From where.</param>
/// <param name="Before">The thing before; null where there was none.</param>
/// <param name="After">The thing after; null where there is none.</param>
/// <param name="PreviousHash">Hash of the entry before.</param>
/// <param name="Hash">SHA-256 over the previous hash and this entry.</param>
public sealed record AuditAnswer(
    long Position,
    DateTimeOffset At,
    string Actor,
    string Action,
    string Subject,
    string Address,
    JsonElement Before,
    JsonElement After,
    string PreviousHash,
    string Hash)
{
    public static AuditAnswer From(AuditRow row) => new(
        row.Position, row.At, row.Actor, row.Action, row.Subject, row.Address, Parse(row.Before), Parse(row.After), row.PreviousHash, row.Hash);

    private static JsonElement Parse(string? json) => JsonElement.Parse(json ?? "null");
}

internal static class AuditEndpoints
{
    private const int FilterLengthMax = 200;

    private static readonly AuditAnswer Example = new(
        1, DateTimeOffset.UnixEpoch.AddYears(56), "admin", AuditActions.UserCreated, "alice", "127.0.0.1", JsonElement.Parse("null"),
        JsonElement.Parse("""{ "username": "alice", "role": "trader" }"""), new string('0', 64), new string('a', 64));

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit", List).RequireAuthorization(Policies.Admin)
            .WithTags("Audit")
            .TakesQuery(
                new QueryParameter("actor", "Done by this user.", IsNumber: false), new QueryParameter("action", "This action.", IsNumber: false),
                new QueryParameter("subject", "Done to this.", IsNumber: false))
            .WithName("ListAudit").WithSummary("Who did what, when, from where, before and after.")
            .WithExamples(answer: new ListAnswer<AuditAnswer>([Example], NextCursor: null));

    private static async Task<Ok<ListAnswer<AuditAnswer>>> List(
        ListQuery query, IAuditQueries audit, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new AuditFilter(reader.Text("actor", FilterLengthMax), reader.Text("action", FilterLengthMax), reader.Text("subject", FilterLengthMax));
        reader.ThrowIfFaulty();
        return TypedResults.Ok(ListAnswer.From(await audit.ListAsync(filter, query.Page, context.RequestAborted), AuditAnswer.From));
    }
}
