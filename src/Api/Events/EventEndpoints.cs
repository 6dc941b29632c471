using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Security;
using Trading.Api.Sessions;
using Trading.Storage.Live;

namespace Trading.Api.Events;

/// <summary>Live updates, as Server-Sent Events.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan RetryWhenFull = TimeSpan.FromSeconds(15);

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events", Follow).RequireAuthorization(Policies.Reader)
            .WithTags("Live updates")
            .WithName("FollowEvents").WithSummary("What happens, as it becomes visible: Server-Sent Events.")
            .WithDescription(
                "Each event has an opaque id, its kind as event, and as data what a list answers of the same thing, with its session. A ping comes every 15 s. "
                + "Last-Event-ID goes on without a gap within 5 minutes; later, or more than 10 000 events behind, reset comes first: read the lists anew. "
                + "The stream ends with the access token, and when its reader falls too far behind.")
            .WithExamples(text: EventExamples.Stream);

    private static async Task<Results<ServerSentEventsResult<string>, ProblemResult>> Follow(
        EventQuery query, OwnerScope scope, IGrainFactory grains, EventStream stream, EventSlots slots, HttpContext context)
    {
        foreach (var session in query.Sessions)
        {
            if (await SessionEndpoints.FindAsync(session, scope, grains) is null)
            {
                return Problem.NotFound($"There is no session {session}.");
            }
        }

        if (!slots.TryTake(scope.User.Name, context))
        {
            return Problem.TooMany(RetryWhenFull);
        }

        var filter = new LiveEventFilter(scope.ForList, query.Sessions, query.Kinds);
        return TypedResults.ServerSentEvents(stream.FollowAsync(filter, query.After, scope.User, scope.User.Until, context.RequestAborted));
    }
}
