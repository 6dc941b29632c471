using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.OpenApi;
using Trading.Api.Orders;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Grains.Abstractions;
using Trading.Storage.Alerts;

namespace Trading.Api.Alerts;

/// <summary>What traders have to know of, as it was raised and acknowledged.</summary>
internal static class AlertEndpoints
{
    private const string IdPrefix = "alr-";
    private const int CodeLengthMax = 64;

    private static readonly AlertAnswer Example = new(
        "alr-pos-ses-abcdefghijklmno:btc_usdt.17", "alice", "ses-abcdefghijklmno", "warning", "margin_level",
        "BTC_USDT: margin ratio 51.3 % at mark 61310.5.", OrderExamples.At, null, null);

    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("/", List).RequireAuthorization(Policies.Reader)
            .WithMetadata(
                new QueryParameter("session", "Alerts of this session.", IsNumber: false),
                new QueryParameter("severity", "Alerts of this severity.", IsNumber: false, "info", "warning", "critical"),
                new QueryParameter("code", "Alerts of this code.", IsNumber: false),
                new QueryParameter("acknowledged", "Only those that somebody has acknowledged, or that nobody has.", IsNumber: false, "true", "false"))
            .WithName("ListAlerts").WithSummary("Alerts, newest first.")
            .WithExamples(answer: new ListAnswer<AlertAnswer>([Example], NextCursor: null));
        alerts.MapPost("/{id}/acknowledge", Acknowledge).RequireAuthorization(Policies.Writer)
            .WithName("AcknowledgeAlert").WithSummary("Say that the alert has been seen; the first who says so stands.")
            .WithExamples(answer: Example with { AcknowledgedAt = OrderExamples.At.AddMinutes(1), AcknowledgedBy = "alice" });
    }

    private static async Task<Ok<ListAnswer<AlertAnswer>>> List(ListQuery query, OwnerScope scope, IAlertQueries alerts, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var severity = reader.OneOf("severity", "info", "warning", "critical");
        var acknowledged = reader.OneOf("acknowledged", "true", "false");
        var filter = new AlertFilter(
            scope.ForList, reader.Text("session", GrainKeys.LengthMax), severity, reader.Text("code", CodeLengthMax),
            acknowledged is null ? null : acknowledged == "true");
        reader.ThrowIfFaulty();
        return TypedResults.Ok(ListAnswer.From(await alerts.ListAsync(filter, query.Page, context.RequestAborted), AlertAnswer.From));
    }

    private static async Task<Results<Ok<AlertAnswer>, ProblemResult>> Acknowledge(
        string id, OwnerScope scope, AlertStore alerts, TimeProvider time, CancellationToken cancellation) =>
        id.StartsWith(IdPrefix, StringComparison.Ordinal)
        && await alerts.FindAsync(id, cancellation) is { } found
        && scope.CanWrite(found.Owner)
        && await alerts.AcknowledgeAsync(id, scope.User.Name, time.GetUtcNow(), cancellation) is { } alert
            ? TypedResults.Ok(AlertAnswer.From(alert))
            : Problem.NotFound("alert", id);
}
