using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Events;

/// <summary>An open stream does not end, so the callers ask for a kind that there is not.</summary>
internal static class EventRoutes
{
    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        new("GET /api/v1/events", 401, 422, 422, 422, 422, Path: "/api/v1/events?kinds=weather"),
    ];
}
