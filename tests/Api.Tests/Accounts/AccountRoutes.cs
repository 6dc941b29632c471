using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Accounts;

/// <summary>Nobody has an account or position of that id.</summary>
internal static class AccountRoutes
{
    private const string Nobodys = "/api/v1/accounts/acc-ses-aaaaaaaaaaaaaaa";
    private const string NobodysPosition = "/api/v1/positions/pos-ses-aaaaaaaaaaaaaaa:btc_usdt";

    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        new("GET /api/v1/accounts", 401, 200, 200, 200, 200),
        .. ((string[])["", "/ledger", "/limits"]).Select(part => new RouteExpectation(
            $"GET /api/v1/accounts/{{id}}{part}", 401, 404, 404, 404, 404, Path: Nobodys + part)),
        new("PUT /api/v1/accounts/{id}", 401, 403, 422, 422, 422, Path: "/api/v1/accounts/main", Body: """{ "venue": "nowhere" }"""),
        new("POST /api/v1/accounts/{id}/ledger", 401, 403, 404, 404, 404, Path: Nobodys + "/ledger", Body: """{ "kind": "deposit", "amount": "1" }"""),
        new("PUT /api/v1/accounts/{id}/limits", 401, 403, 404, 404, 404, Path: Nobodys + "/limits", Body: "{}"),
        new("POST /api/v1/accounts/{id}/kill-switch", 401, 403, 404, 404, 404, Path: Nobodys + "/kill-switch", Body: """{ "reason": "test" }"""),
        new("DELETE /api/v1/accounts/{id}/kill-switch", 401, 403, 404, 404, 404, Path: Nobodys + "/kill-switch"),
        new("POST /api/v1/accounts/{id}/reconcile", 401, 403, 404, 404, 404, Path: Nobodys + "/reconcile"),
        new("GET /api/v1/positions", 401, 200, 200, 200, 200),
        new("GET /api/v1/positions/{id}", 401, 404, 404, 404, 404, Path: NobodysPosition),
        new("POST /api/v1/positions/{id}/close", 401, 403, 404, 404, 404, Path: NobodysPosition + "/close"),
        new("PATCH /api/v1/positions/{id}/protection", 401, 403, 404, 404, 404, Path: NobodysPosition + "/protection", Body: "{}"),
    ];
}
