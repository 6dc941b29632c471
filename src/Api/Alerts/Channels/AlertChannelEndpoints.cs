using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Audit;
using Trading.Api.OpenApi;
using Trading.Api.Orders;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain;
using Trading.Domain.Secrets;
using Trading.Storage.Alerts;

namespace Trading.Api.Alerts.Channels;

/// <summary>Where alerts are sent, and what became of them on their way.</summary>
internal static class AlertChannelEndpoints
{
    private const string IdPrefix = "ach-";
    private const int IdCharacters = 20;

    private static readonly AlertChannelAnswer Example = new(
        "ach-abcdefghijklmnopqrst", "alice", "pager", "webhook", "https://hooks.example.org/trading", "warning", Enabled: true, OrderExamples.At, OrderExamples.At);

    public static void MapAlertChannels(this IEndpointRouteBuilder routes)
    {
        var channels = routes.MapGroup("/alert-channels").WithTags("Alerts");
        channels.MapGet("/", List).RequireAuthorization(Policies.Reader)
            .WithName("ListAlertChannels").WithSummary("Where alerts are sent; secrets are never shown.")
            .WithExamples(answer: new AlertChannelsAnswer([Example]));
        channels.MapPut("/", Replace).RequireAuthorization(Policies.Writer)
            .WithName("ReplaceAlertChannels").WithSummary("Say where alerts are sent: all channels at once.")
            .WithExamples(
                new AlertChannelsRequest([new AlertChannelRequest("pager", "https://hooks.example.org/trading", "a-secret-of-yours-and-theirs")]),
                new AlertChannelsAnswer([Example]));
        channels.MapPost("/{id}/test", Test).RequireAuthorization(Policies.Writer)
            .WithName("TestAlertChannel").WithSummary("Send a test now, and say how it went.")
            .WithExamples(answer: new AlertChannelTestAnswer(Delivered: true, 204, null, 87));
        channels.MapGet("/{id}/deliveries", Deliveries).RequireAuthorization(Policies.Reader)
            .WithMetadata(new QueryParameter("state", "Deliveries of this state; dead are those that were given up.", IsNumber: false, "pending", "delivered", "dead"))
            .WithName("ListAlertDeliveries").WithSummary("Alerts on their way to a channel, newest first: delivered, still tried, and given up.")
            .WithExamples(answer: new ListAnswer<AlertDeliveryAnswer>(
                [new(Example.Id, "alr-acc-alice:main.4", AlertDeliveryStates.Dead, 10, null, 503, "status_503", OrderExamples.At, OrderExamples.At.AddHours(4))], null));
    }

    private static async Task<Ok<AlertChannelsAnswer>> List(OwnerScope scope, IAlertChannelQueries channels, CancellationToken cancellation) =>
        TypedResults.Ok(AnswerOf(await channels.ListAsync(scope.ForList, cancellation)));

    private static async Task<Results<Ok<AlertChannelsAnswer>, ProblemResult>> Replace(
        JsonBody<AlertChannelsRequest> body, OwnerScope scope, AlertChannelStore store, WebhookTarget target, SealedSecrets secrets, AuditTrail audit,
        TimeProvider time, HttpContext context)
    {
        var owner = scope.ForOne;
        var former = await store.ListAsync(owner, context.RequestAborted);
        var errors = new List<ValidationError>();
        var now = time.GetUtcNow();
        var rows = new List<AlertChannelRow>();
        for (var index = 0; index < body.Value.Channels.Count; index++)
        {
            var wanted = body.Value.Channels[index];
            var pointer = string.Create(CultureInfo.InvariantCulture, $"/channels/{index}");
            var known = former.FirstOrDefault(channel => channel.Name == wanted.Name);
            if (target.FaultOf(wanted.Url) is { } rule)
            {
                errors.Add(new ValidationError(pointer + "/url", ProblemCodes.OutOfRange, rule));
            }

            if (wanted.Secret is null && known is null)
            {
                errors.Add(new ValidationError(pointer + "/secret", ProblemCodes.Required, "A new channel needs a secret."));
            }

            if (errors.Count == 0 && (wanted.Secret is null || secrets.IsReady))
            {
                var id = known?.Id ?? IdPrefix + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", IdCharacters);
                rows.Add(new AlertChannelRow(
                    id, owner, wanted.Name, wanted.Url, wanted.Secret is { } secret ? secrets.Seal(new SecretString(secret), id) : known!.Secret,
                    wanted.MinSeverity, wanted.Enabled, known?.CreatedAt ?? now, now));
            }
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (rows.Count < body.Value.Channels.Count)
        {
            return Problem.Conflict($"The operator has named no key to seal secrets with: {SealingSettings.KeyFileKey.Replace(":", "__", StringComparison.Ordinal)}.");
        }

        await store.ReplaceAsync(owner, rows, context.RequestAborted);
        var answer = AnswerOf(rows);
        await audit.RecordAsync(context, scope.User.Name, AuditActions.AlertChannelsChanged, owner, AnswerOf(former), answer);
        return TypedResults.Ok(answer);
    }

    private static async Task<Results<Ok<AlertChannelTestAnswer>, ProblemResult>> Test(
        string id, OwnerScope scope, IAlertChannelQueries channels, WebhookSender sender, TimeProvider time, CancellationToken cancellation)
    {
        if (await channels.FindAsync(id, cancellation) is not { } channel || !scope.CanWrite(channel.Owner))
        {
            return Problem.NotFound("alert channel", id);
        }

        var alert = new AlertAnswer(
            "alr-test-" + RandomNumberGenerator.GetHexString(16, lowercase: true), channel.Owner, null, "info", "test", $"{scope.User.Name} tests this channel.",
            time.GetUtcNow(), null, null);
        var attempt = await sender.SendAsync(channel, WebhookSender.Test, alert, cancellation);
        return TypedResults.Ok(new AlertChannelTestAnswer(attempt.Error is null, attempt.Status, attempt.Error, (long)attempt.Took.TotalMilliseconds));
    }

    private static async Task<Results<Ok<ListAnswer<AlertDeliveryAnswer>>, ProblemResult>> Deliveries(
        string id, ListQuery query, OwnerScope scope, IAlertChannelQueries channels, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var state = reader.OneOf("state", AlertDeliveryStates.Pending, AlertDeliveryStates.Delivered, AlertDeliveryStates.Dead);
        reader.ThrowIfFaulty();
        return await channels.FindAsync(id, context.RequestAborted) is not { } channel || !scope.CanRead(channel.Owner)
            ? Problem.NotFound("alert channel", id)
            : TypedResults.Ok(ListAnswer.From(
                await channels.DeliveriesAsync(id, state, query.Page, context.RequestAborted), AlertDeliveryAnswer.From));
    }

    private static AlertChannelsAnswer AnswerOf(IEnumerable<AlertChannelRow> rows) => new([.. rows.Select(AlertChannelAnswer.From)]);
}
