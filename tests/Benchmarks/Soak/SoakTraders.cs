using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Trading.Benchmarks.Soak;

/// <summary>
/// People at the API, each with a connection of his own: an order that rests until it times out, one that is cancelled, a purchase and its sale; after each a look.
/// </summary>
internal sealed class SoakTraders : IDisposable
{
    private const int Count = 8;
    private const int StepsOfARound = 4;

    private readonly SoakSessions _sessions;
    private readonly SoakClient[] _clients;
    private readonly ConcurrentDictionary<string, byte> _acknowledged = new(StringComparer.Ordinal);
    private int _placed;

    public SoakTraders(Uri address, SoakSignIn signIn, SoakSessions sessions)
    {
        _sessions = sessions;
        _clients = [.. Enumerable.Range(0, Count).Select(_ => new SoakClient(address, signIn))];
    }

    /// <summary>Ids of the orders that were answered with 201.</summary>
    public ICollection<string> Acknowledged => _acknowledged.Keys;

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    /// <param name="perSecond">Orders of all together; null for as many as the service takes.</param>
    /// <returns>Orders a second.</returns>
    public async Task<double> TradeAsync(double? perSecond, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var before = _acknowledged.Count;
        var due = 0;
        await Task.WhenAll(_clients.Select((client, number) => Task.Run(async () =>
        {
            // A round is gone through to its end: what was bought is sold.
            for (var step = 0; Stopwatch.GetElapsedTime(began) < duration || step % StepsOfARound != 0; step++)
            {
                if (perSecond is { } rate)
                {
                    var wait = TimeSpan.FromSeconds(Interlocked.Increment(ref due) / rate) - Stopwatch.GetElapsedTime(began);
                    if (wait > TimeSpan.Zero)
                    {
                        await Task.Delay(wait);
                    }
                }

                await StepAsync(client, _sessions.Ids[number % _sessions.Ids.Count], step % StepsOfARound);
            }
        })));
        return (_acknowledged.Count - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private async Task StepAsync(SoakClient client, string session, int step)
    {
        var order = step switch
        {
            0 or 1 => await PlaceAsync(client, session, "buy", "limit", reduces: false),
            2 => await PlaceAsync(client, session, "buy", "market", reduces: false),
            _ => await PlaceAsync(client, session, "sell", "market", reduces: true),
        };
        var id = (string)order["id"]!;
        if (step == 1)
        {
            await client.DoAsync(HttpMethod.Delete, $"orders/{id}");
        }

        await client.GetAsync($"orders/{id}");
    }

    private async Task<JsonNode> PlaceAsync(SoakClient client, string session, string side, string type, bool reduces)
    {
        var number = Interlocked.Increment(ref _placed);
        var body = new JsonObject
        {
            ["session"] = session,
            ["symbol"] = SoakSessions.ByHand,
            ["side"] = side,
            ["type"] = type,
            ["quantity"] = "0.01",
            ["timeout"] = "2s",
        };
        if (type == "limit")
        {
            body["price"] = (_sessions.FarBelow - (number % 100 * 0.01m)).ToString(CultureInfo.InvariantCulture);
        }

        if (reduces)
        {
            body["reduceOnly"] = true;
        }

        var order = (await client.DoAsync(HttpMethod.Post, "orders", body, string.Create(CultureInfo.InvariantCulture, $"soak-order-{number}")))!;
        _acknowledged.TryAdd((string)order["id"]!, 0);
        return order;
    }
}
