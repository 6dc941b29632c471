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
    private const decimal Quantity = 0.01m;
    private const int SalesMax = 50;

    private static readonly TimeSpan OverLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(20);

    private readonly SoakSessions _sessions;
    private readonly SoakClient[] _clients;
    private readonly ConcurrentDictionary<string, byte> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private int _placed;

    public SoakTraders(Uri address, SoakSignIn signIn, SoakSessions sessions)
    {
        _sessions = sessions;
        _clients = [.. Enumerable.Range(0, Count).Select(_ => new SoakClient(address, signIn))];
    }

    /// <summary>Ids of the orders that were answered with 201.</summary>
    public ICollection<string> Acknowledged => _acknowledged.Keys;

    /// <summary>Why orders that open something were refused, and how many: one that is refused is no load.</summary>
    public IReadOnlyDictionary<string, int> Refused => _refused;

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
            var held = 0m;
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

                held += await StepAsync(client, _sessions.Ids[number % _sessions.Ids.Count], step % StepsOfARound, held);
            }
        })));
        return (_acknowledged.Count - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <returns>What it added to what the trader holds.</returns>
    private async Task<decimal> StepAsync(SoakClient client, string session, int step, decimal held)
    {
        switch (step)
        {
            case 2:
                return await FilledAsync(client, await PlaceAsync(client, session, "buy", "market", Quantity, reduces: false));
            case 3:
                // On a busy machine one may end before the market has come to it.
                var sold = 0m;
                for (var attempt = 1; sold < held; attempt++)
                {
                    if (attempt > SalesMax)
                    {
                        throw new InvalidOperationException($"{session}: of {held} {SoakSessions.ByHand} that were bought, {sold} could be sold in {SalesMax} orders.");
                    }

                    sold += await FilledAsync(client, await PlaceAsync(client, session, "sell", "market", held - sold, reduces: true));
                }

                return -sold;
            default:
                var order = await PlaceAsync(client, session, "buy", "limit", Quantity, reduces: false);
                if (step == 1)
                {
                    await client.DoAsync(HttpMethod.Delete, $"orders/{order["id"]}");
                }

                await client.GetAsync($"orders/{order["id"]}");
                return 0m;
        }
    }

    /// <summary>Looks at an order until it is over.</summary>
    /// <returns>What of it was filled.</returns>
    private static async Task<decimal> FilledAsync(SoakClient client, JsonNode order)
    {
        using var limit = new CancellationTokenSource(OverLimit);
        while (!SoakSessions.IsOver(order = await client.GetAsync($"orders/{order["id"]}")))
        {
            await Task.Delay(LookPause, limit.Token);
        }

        return decimal.Parse((string)order["filledQuantity"]!, CultureInfo.InvariantCulture);
    }

    private async Task<JsonNode> PlaceAsync(SoakClient client, string session, string side, string type, decimal quantity, bool reduces)
    {
        var number = Interlocked.Increment(ref _placed);
        var body = new JsonObject
        {
            ["session"] = session,
            ["symbol"] = SoakSessions.ByHand,
            ["side"] = side,
            ["type"] = type,
            ["quantity"] = quantity.ToString(CultureInfo.InvariantCulture),
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
        if (!reduces && (string)order["status"]! == "Rejected")
        {
            _refused.AddOrUpdate(order["reasons"]!.ToJsonString(), 1, (_, count) => count + 1);
        }

        return order;
    }
}
