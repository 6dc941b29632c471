using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Orders;

/// <summary>Nobody has an order of that id, and a request without its key or filter is refused for that.</summary>
internal static class OrderRoutes
{
    private const string Nobodys = "/api/v1/orders/ord-aaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        new("GET /api/v1/orders", 401, 200, 200, 200, 200),
        new("POST /api/v1/orders", 401, 403, 400, 400, 400, Body: "{}"),
        new("DELETE /api/v1/orders", 401, 403, 422, 422, 422),
        new("GET /api/v1/orders/{id}", 401, 404, 404, 404, 404, Path: Nobodys),
        new("DELETE /api/v1/orders/{id}", 401, 403, 404, 404, 404, Path: Nobodys),
    ];
}
