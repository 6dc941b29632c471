using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Alerts;

/// <summary>Nobody has an alert of that id.</summary>
internal static class AlertRoutes
{
    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        new("GET /api/v1/alert-channels", 401, 200, 200, 200, 200),
        new("PUT /api/v1/alert-channels", 401, 403, 422, 422, 422, Body: "{}"),
        new("POST /api/v1/alert-channels/{id}/test", 401, 403, 404, 404, 404, Path: "/api/v1/alert-channels/ach-nobodys/test"),
        new("GET /api/v1/alert-channels/{id}/deliveries", 401, 404, 404, 404, 404, Path: "/api/v1/alert-channels/ach-nobodys/deliveries"),
        new("GET /api/v1/alerts", 401, 200, 200, 200, 200),
        new("POST /api/v1/alerts/{id}/acknowledge", 401, 403, 404, 404, 404, Path: "/api/v1/alerts/alr-nobodys/acknowledge"),
    ];
}
