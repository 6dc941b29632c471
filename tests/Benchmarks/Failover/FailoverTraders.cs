using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Trading.Benchmarks.Soak;

namespace Trading.Benchmarks.Failover;

/// <summary>People who place one order after another, some in each session, while processes die: what is not acknowledged is asked for again under the same key.</summary>
internal sealed class FailoverTraders : IDisposable
{
    private const int PerSession = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly SoakSessions _sessions;
    private readonly SoakClient[] _clients;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(string Session, long AskedAt, long AnsweredAt)> _answers = [];
    private readonly ConcurrentQueue<string> _acknowledged = [];
    private Task[] _trading = [];
    private volatile string _lastFailure = "none";
    private int _placed;

    public FailoverTraders(Uri address, SoakSignIn signIn, SoakSessions sessions)
    {
        _sessions = sessions;
        _clients = [.. Enumerable.Range(0, sessions.Ids.Count * PerSession).Select(_ => new SoakClient(address, signIn))];
    }

    /// <summary>Ids of the orders that were answered with 201.</summary>
    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    public void Begin() => _trading = [.. _clients.Select((client, number) => Task.Run(() => TradeAsync(client, _sessions.Ids[number % _sessions.Ids.Count])))];

    /// <summary>Waits until each session has taken an order that was asked for after an instant.</summary>
    /// <param name="since">As <see cref="Stopwatch"/> tells it.</param>
    /// <returns>How long that took.</returns>
    /// <exception cref="TimeoutException">Not within two minutes.</exception>
    public async Task<TimeSpan> AllBackAsync(long since)
    {
        while (true)
        {
            var back = _answers.Where(answer => answer.AskedAt >= since).GroupBy(answer => answer.Session, StringComparer.Ordinal)
                .Select(session => Stopwatch.GetElapsedTime(since, session.Min(answer => answer.AnsweredAt))).ToList();
            if (back.Count == _sessions.Ids.Count)
            {
                return back.Max();
            }

            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException($"{back.Count} of {_sessions.Ids.Count} sessions took an order within {Patience}; the last that was heard of the others: {_lastFailure}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Lets everybody finish the order that he is at.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_trading);
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        _stop.Dispose();
    }

    private async Task TradeAsync(SoakClient client, string session)
    {
        while (!_stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _placed);
            var body = new JsonObject
            {
                ["session"] = session,
                ["symbol"] = SoakSessions.ByHand,
                ["side"] = "buy",
                ["type"] = "limit",
                ["quantity"] = "0.01",
                ["price"] = (_sessions.FarBelow - (number % 100 * 0.01m)).ToString(CultureInfo.InvariantCulture),
                ["timeout"] = "2s",
            };
            var askedAt = Stopwatch.GetTimestamp();
            while (!await TryPlaceAsync(client, session, body, FormattableString.Invariant($"failover-{number}"), askedAt) && !_stop.IsCancellationRequested)
            {
                await Task.Delay(Pause);
            }

            await Task.Delay(Pause);
        }
    }

    private async Task<bool> TryPlaceAsync(SoakClient client, string session, JsonObject body, string key, long askedAt)
    {
        try
        {
            var order = (await client.DoAsync(HttpMethod.Post, "orders", body, key))!;
            _acknowledged.Enqueue((string)order["id"]!);
            if ((string)order["status"]! == "Rejected")
            {
                // It is stored, but not served: prices have not come back yet, say.
                _lastFailure = $"{order["reasons"]}";
            }
            else
            {
                _answers.Enqueue((session, askedAt, Stopwatch.GetTimestamp()));
            }

            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException or InvalidOperationException)
        {
            // The silo is dead and not yet missed; whether it goes on for too long is for AllBackAsync to say.
            _lastFailure = failure.Message;
            return false;
        }
    }
}
