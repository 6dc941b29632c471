using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Datasets;

/// <summary>Nobody has a dataset of that name, and no dataset knows that market.</summary>
internal static class DatasetRoutes
{
    private const string Nobodys = "/api/v1/datasets/nobodys-dataset";
    private const string Unknown = "/api/v1/markets/UNKNOWN_COIN";

    public static IReadOnlyList<RouteExpectation> All { get; } =
    [
        new("GET /api/v1/datasets", 401, 200, 200, 200, 200),
        new("POST /api/v1/datasets/import", 401, 403, 415, 415, 415),
        new("POST /api/v1/datasets/generate", 401, 403, 422, 422, 422, Body: "{}"),
        new("GET /api/v1/datasets/{dataset}", 401, 404, 404, 404, 404, Path: Nobodys),
        new("GET /api/v1/datasets/{dataset}/quality", 401, 404, 404, 404, 404, Path: Nobodys + "/quality"),
        new("GET /api/v1/datasets/{dataset}/candles", 401, 404, 404, 404, 404, Path: Nobodys + "/candles?symbol=BTC_USDT"),
        new("GET /api/v1/datasets/{dataset}/export", 401, 404, 404, 404, 404, Path: Nobodys + "/export?symbol=BTC_USDT&kind=trades"),
        new("DELETE /api/v1/datasets/{dataset}", 401, 403, 404, 404, 404, Path: Nobodys),
        new("GET /api/v1/markets", 401, 200, 200, 200, 200),
        new("GET /api/v1/markets/{symbol}", 401, 404, 404, 404, 404, Path: Unknown),
        new("GET /api/v1/markets/{symbol}/candles", 401, 404, 404, 404, 404, Path: Unknown + "/candles"),
        new("GET /api/v1/markets/{symbol}/trades", 401, 404, 404, 404, 404, Path: Unknown + "/trades"),
        new("GET /api/v1/markets/{symbol}/book", 401, 404, 404, 404, 404, Path: Unknown + "/book"),
    ];
}
