using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Alerts;

/// <summary>Nobody has an alert of that id.</summary>
internal static class AlertRoutes
{
    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        new("GET /api/v1/alerts", 401, 200, 200, 200, 200),
        new("POST /api/v1/alerts/{id}/acknowledge", 401, 403, 404, 404, 404, Path: "/api/v1/alerts/alr-nobodys/acknowledge"),
    ];
}
