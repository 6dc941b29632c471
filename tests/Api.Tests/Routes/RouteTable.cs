namespace Trading.Api.Tests.Routes;

/// <summary>Every route of the platform with its expectations. The requests change nothing that another test relies on.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        .. Auth, .. Users, .. Operations, .. Strategies.StrategyRoutes.All, .. Indicators.IndicatorRoutes.All, .. Datasets.DatasetRoutes.All,
        .. Sessions.SessionRoutes.All, .. Orders.OrderRoutes.All, .. Accounts.AccountRoutes.All,
        .. Events.EventRoutes.All, .. Alerts.AlertRoutes.All,
    ];

    private static IEnumerable<RouteExpectation> Auth =>
    [
        // Open, and refused for what they lack: a body, or the token that may come as a cookie instead.
        new("POST /api/v1/auth/token", 400, 400, 400, 400, 400),
        new("POST /api/v1/auth/refresh", 422, 422, 422, 422, 422),
        new("POST /api/v1/auth/password", 401, 400, 400, 400, 400),
        new("GET /api/v1/auth/me", 401, 200, 200, 200, 200),
        new("POST /api/v1/auth/logout", 401, 204, 204, 204, 204, EndsSignIn: true),
    ];

    private static IEnumerable<RouteExpectation> Users =>
    [
        new("GET /api/v1/users", 401, 403, 403, 403, 200),
        new("POST /api/v1/users", 401, 403, 403, 403, 400),
        new("GET /api/v1/users/{name}", 401, 403, 403, 403, 200, Path: "/api/v1/users/tom"),
        new("PATCH /api/v1/users/{name}", 401, 403, 403, 403, 422, Path: "/api/v1/users/tom"),
        new("POST /api/v1/users/{name}/revoke", 401, 403, 403, 403, 404, Path: "/api/v1/users/nobody-at-all/revoke"),
        new("GET /api/v1/audit", 401, 403, 403, 403, 200),
    ];

    private static IEnumerable<RouteExpectation> Operations =>
    [
        new("GET /api/v1/version", 401, 200, 200, 200, 200),
        new("GET /health/live", 200, 200, 200, 200, 200),
        new("GET /health/ready", 200, 200, 200, 200, 200),
        new("GET /health", 401, 200, 403, 403, 200),
        new("GET /metrics", 401, 200, 403, 403, 200),
        new("GET /openapi/{documentName}.json", 200, 200, 200, 200, 200, Path: "/openapi/v1.json"),
        new("GET /docs/{documentName?}", 200, 200, 200, 200, 200, Path: "/docs/"),
        new("GET /dashboard", 401, 403, 403, 403, 200, Path: "/dashboard/"),
    ];
}
