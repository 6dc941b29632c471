using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Strategies;

/// <summary>An empty document is refused for what it lacks, and nobody has a strategy of that name.</summary>
internal static class StrategyRoutes
{
    private const string Nobodys = "/api/v1/strategies/nobodys-strategy";

    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        new("GET /api/v1/strategies", 401, 200, 200, 200, 200),
        new("POST /api/v1/strategies", 401, 403, 422, 422, 422, Body: "{}"),
        new("POST /api/v1/strategies/validate", 401, 200, 200, 200, 200, Body: "{}"),
        new("GET /api/v1/strategies/templates", 401, 200, 200, 200, 200),
        new("GET /api/v1/strategies/{name}", 401, 404, 404, 404, 404, Path: Nobodys),
        new("PUT /api/v1/strategies/{name}", 401, 403, 422, 422, 422, Path: Nobodys, Body: "{}"),
        new("DELETE /api/v1/strategies/{name}", 401, 403, 404, 404, 404, Path: Nobodys),
        new("GET /api/v1/strategies/{name}/versions", 401, 404, 404, 404, 404, Path: Nobodys + "/versions"),
    ];
}
