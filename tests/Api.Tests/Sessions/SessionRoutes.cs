using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Sessions;

/// <summary>An empty request is refused for what it lacks, and nobody has a session of that id.</summary>
internal static class SessionRoutes
{
    private const string Nobodys = "/api/v1/sessions/ses-aaaaaaaaaaaaaaa";

    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        new("GET /api/v1/sessions", 401, 200, 200, 200, 200),
        new("POST /api/v1/sessions", 401, 403, 422, 422, 422, Body: "{}"),
        new("POST /api/v1/sessions/preflight", 401, 403, 422, 422, 422, Body: "{}"),
        new("GET /api/v1/sessions/{id}", 401, 404, 404, 404, 404, Path: Nobodys),
        new("DELETE /api/v1/sessions/{id}", 401, 403, 404, 404, 404, Path: Nobodys),
        new("POST /api/v1/sessions/{id}/stop", 401, 403, 404, 404, 404, Path: Nobodys + "/stop", Body: "{}"),
        .. ((string[])["pause", "resume"]).Select(action => new RouteExpectation(
            $"POST /api/v1/sessions/{{id}}/strategies/{{name}}/{action}", 401, 403, 404, 404, 404, Path: $"{Nobodys}/strategies/fade/{action}")),
        new("POST /api/v1/sessions/{id}/rerun", 401, 403, 404, 404, 404, Path: Nobodys + "/rerun"),
        .. ((string[])["instances", "markets", "signals", "orders", "fills", "positions", "roundtrips", "equity", "transitions", "indicators", "report"])
            .Select(part => new RouteExpectation($"GET /api/v1/sessions/{{id}}/{part}", 401, 404, 404, 404, 404, Path: $"{Nobodys}/{part}")),
    ];
}
