using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Indicators;

internal static class IndicatorRoutes
{
    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        new("GET /api/v1/indicators", 401, 200, 200, 200, 200),
        new("POST /api/v1/indicators/preview", 401, 422, 422, 422, 422, Body: "{}"),
    ];
}
