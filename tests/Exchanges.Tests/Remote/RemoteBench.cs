using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Tests.Simulated;

namespace Trading.Exchanges.Tests.Remote;

/// <summary>An account of its own at the exchange process, a market that the test moves, and what is pushed. Times as in <see cref="VenueBench"/>.</summary>
internal sealed class RemoteBench : IAsyncDisposable
{
    public const string Feed = "ses-test";

    private static readonly TimeSpan PushLimit = TimeSpan.FromMinutes(1);

    private readonly SimulatorFixture _fixture;
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<VenueReport> _pushed = Channel.CreateUnbounded<VenueReport>();
    private readonly bool _isLockStep;
    private Task _listening = Task.CompletedTask;

    private RemoteBench(SimulatorFixture fixture, bool isLockStep)
    {
        (_fixture, _isLockStep) = (fixture, isLockStep);
        Account = fixture.NextAccount();
        Gateway = fixture.Services.GetRequiredService<IOrderGateways>().Of(Account);
        Venue = fixture.Services.GetRequiredService<IPaperVenue>();
    }

    public string Account { get; }

    public IOrderGateway Gateway { get; }

    public IPaperVenue Venue { get; }

    public long Ms { get; private set; }

    /// <summary>Number of the next event.</summary>
    public long Next { get; private set; }

    public DateTimeOffset Now => _isLockStep ? VenueBench.At(Ms) : TimeProvider.System.GetUtcNow();

    public VenueTerms Terms => new(
        Account, SimulatedVenueOptions.Default, 1, 10_000m,
        [new VenueListing(VenueBench.Market(MarketSeries.Trades | MarketSeries.Book), Feed, _isLockStep)]);

    /// <summary>An account in a market of 99 to 101, and somebody who listens.</summary>
    public static async Task<RemoteBench> StartAsync(SimulatorFixture fixture, bool isLockStep = true)
    {
        var bench = new RemoteBench(fixture, isLockStep);
        await bench.Venue.OpenAsync(bench.Terms, TestContext.Current.CancellationToken);
        await bench.ListenAsync();
        await bench.QuoteAsync();
        return bench;
    }

    /// <summary>Subscribes; returns once the venue has taken the subscription.</summary>
    public Task ListenAsync()
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _listening = ListenAsync(opened);
        return Task.WhenAny(opened.Task, _listening).Unwrap();
    }

    /// <summary>How the subscription ended.</summary>
    public Task Listening => _listening;

    /// <summary>The quote first, then time enough for what was sent before it.</summary>
    public async Task<IReadOnlyList<VenueReport>> QuoteAsync(decimal bid = 99m, decimal ask = 101m, decimal quantity = 10m)
    {
        var book = new MarketEvent
        {
            Kind = MarketEventKind.Book,
            Price = Scaled.FromDecimal(bid, VenueBench.PriceScale),
            Quantity = Scaled.FromDecimal(quantity, VenueBench.QuantityScale),
            AskPrice = Scaled.FromDecimal(ask, VenueBench.PriceScale),
            AskQuantity = Scaled.FromDecimal(quantity, VenueBench.QuantityScale),
        };
        var quoted = await FeedAsync(book);
        Ms += 1_000;
        var later = await FeedAsync(new MarketEvent { Kind = MarketEventKind.Heartbeat });
        return [.. quoted, .. later];
    }

    public async Task<IReadOnlyList<VenueReport>> FeedAsync(MarketEvent market)
    {
        var progress = await AdvanceAsync(Next, stopsAtReport: false, market);
        Next = progress.Next;
        return progress.Reports;
    }

    public Task<VenueProgress> AdvanceAsync(long first, bool stopsAtReport, params MarketEvent[] events)
    {
        for (var i = 0; i < events.Length; i++)
        {
            events[i].TimeMs = Now.ToUnixTimeMilliseconds();
            events[i].DepthIndex = -1;
        }

        var batch = new MarketBatch(VenueBench.Symbol, VenueBench.PriceScale, VenueBench.QuantityScale, events, events.Length);
        return Venue.AdvanceAsync(Account, new VenueFeed(Feed, first, batch, stopsAtReport), TestContext.Current.CancellationToken);
    }

    public Task<VenueReport?> SubmitAsync(OrderRequest order) => Gateway.SubmitAsync(order, Now, TestContext.Current.CancellationToken);

    public Task<VenueReport?> BuyAsync(string id, decimal quantity = 1m) => SubmitAsync(VenueBench.Order(id, Side.Buy, OrderType.Market, quantity));

    public Task<VenueReport?> LimitAsync(string id, decimal price, decimal quantity = 1m, TimeInForce timeInForce = TimeInForce.Gtc) =>
        SubmitAsync(VenueBench.Order(id, Side.Buy, OrderType.Limit, quantity, price, timeInForce: timeInForce));

    public Task<VenueReport?> CancelAsync(string id) => Gateway.CancelAsync(id, VenueBench.Symbol, Now, TestContext.Current.CancellationToken);

    public Task<VenueOrder?> QueryAsync(string id) => Gateway.QueryAsync(id, VenueBench.Symbol, TestContext.Current.CancellationToken);

    public Task<VenueAccount> AccountAsync() =>
        _fixture.Services.GetRequiredService<IVenueAccounts>().ReadAsync(Account, TestContext.Current.CancellationToken);

    /// <summary>The next reports that were pushed.</summary>
    public async Task<VenueReport[]> PushedAsync(int count)
    {
        var reports = new VenueReport[count];
        for (var i = 0; i < count; i++)
        {
            reports[i] = await _pushed.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(PushLimit, TestContext.Current.CancellationToken);
        }

        return reports;
    }

    public async Task FaultAsync(string kind, int next = 1, string? on = null, int delayMs = 1_000, int lagMs = 10_000, int retryAfterMs = 1_000, string? code = null, bool applied = false)
    {
        using var answer = await _fixture.Control.PostAsJsonAsync(
            "faults", new { kind, next, account = Account, on, delayMs, lagMs, retryAfterMs, code, applied }, TestContext.Current.CancellationToken);
        Assert.Equal(204, (int)answer.StatusCode);
    }

    public async Task ControlAsync(string path, object body)
    {
        using var answer = await _fixture.Control.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>This account's lines of the venue's ledger.</summary>
    public async Task<List<JsonElement>> LedgerAsync()
    {
        var text = await _fixture.Control.GetStringAsync($"ledger?account={Account}", TestContext.Current.CancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    /// <summary>Ledger lines of one order, by kind.</summary>
    public async Task<string[]> LedgerOfAsync(string orderId) =>
    [
        .. (await LedgerAsync())
            .Where(line => line.TryGetProperty("orderId", out var id) && id.GetString() == orderId && line.GetProperty("kind").GetString() != "fault")
            .Select(line => line.GetProperty("kind").GetString()!),
    ];

    /// <summary>A fault was injected so often into this account: by the ledger exactly, by the counters of all accounts at least.</summary>
    public async Task InjectedAsync(string kind, int times = 1)
    {
        var lines = (await LedgerAsync()).Count(line => line.GetProperty("kind").GetString() == "fault" && line.GetProperty("code").GetString() == kind);
        Assert.Equal(times, lines);
        Assert.True(await CountAsync(kind) >= times);
    }

    public async Task<long> CountAsync(string kind)
    {
        var counters = await _fixture.Control.GetFromJsonAsync<JsonElement>("counters", TestContext.Current.CancellationToken);
        return counters.GetProperty("faults").TryGetProperty(kind, out var count) ? count.GetInt64() : 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _listening;
        }
        catch (Exception ended) when (ended is OperationCanceledException or VenueUncertainException)
        {
            // A test that breaks the stream says so itself.
        }

        _end.Dispose();
    }

    private async Task ListenAsync(TaskCompletionSource opened)
    {
        var stream = _fixture.Services.GetRequiredService<IVenueStream>();
        await foreach (var report in stream.ReadAsync(Account, opened.SetResult, _end.Token))
        {
            _pushed.Writer.TryWrite(report);
        }
    }
}
