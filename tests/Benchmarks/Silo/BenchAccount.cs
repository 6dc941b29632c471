using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Benchmarks.Silo;

/// <summary>An account on paper with a simulated venue, and a market around 100 that stands still and is quoted all the time.</summary>
internal sealed class BenchAccount(IGrainFactory grains, int number)
{
    private const string Owner = "bench";
    private const long MarkScaled = 1_000;

    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly Instrument Instrument = Instrument.WithDefaults(Btc, "simulated", 0.1m, 0.001m);
    private static readonly TimeSpan QuotePause = TimeSpan.FromMilliseconds(20);

    /// <summary>Nothing that an order costs is measured by its refusal.</summary>
    private static readonly RiskLimits Loose = RiskLimits.Default with
    {
        OrdersPerSecond = 1_000,
        IdenticalOrderWindow = TimeSpan.Zero,
        PositionNotionalPct = 1_000m,
        ExposurePct = 1_000m,
        PriceCollarPct = 50m,
    };

    private readonly string _key = GrainKeys.ForAccount(Owner, FormattableString.Invariant($"p{number}"));
    private readonly long _from = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;
    private long _quotes;
    private int _ordinal;

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    public static OrderContext Context { get; } = new(Owner, "", 0, "simulated", null, Instrument, null, 100m, null);

    public string VenueKey => GrainKeys.ForVenue(_key);

    public async Task OpenAsync()
    {
        await OpenAccountAsync();
        await grains.GetGrain<IVenueGrain>(VenueKey).Open(VenueOpening(TimeSpan.Zero));
        await QuoteAsync();
    }

    public Task OpenAccountAsync() =>
        grains.GetGrain<IAccountGrain>(_key).Open(new AccountOpening(Owner, "bench", null, "simulated", "USDT", 0.001m, Loose, 10_000_000m, null, Now));

    public VenueOpening VenueOpening(TimeSpan latency) => new(
        _key, SimulatedVenueOptions.Default with { Latency = latency }, 10_000_000m, 1, IsLockStep: false,
        [new VenueOpeningMarket(Instrument, 1, 3, HasTrades: true, HasBook: true, HasMark: true, HasFunding: true, null)]);

    /// <summary>Where the market stands all the time.</summary>
    public static MarketBatch QuoteAt(DateTimeOffset at)
    {
        var timeMs = at.ToUnixTimeMilliseconds();
        MarketEvent[] events =
        [
            new() { TimeMs = timeMs, Kind = MarketEventKind.Mark, Price = MarkScaled, Quantity = MarketEvent.None, AskQuantity = MarketEvent.None, DepthIndex = -1 },
            new() { TimeMs = timeMs, Kind = MarketEventKind.Book, Price = MarkScaled - 1, Quantity = 1_000_000, AskPrice = MarkScaled + 1, AskQuantity = 1_000_000, DepthIndex = -1 },
        ];
        return new MarketBatch(Btc, 1, 3, events, events.Length);
    }

    /// <summary>The market goes on until it is told to stop.</summary>
    public async Task QuoteUntilAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await QuoteAsync();
            await Task.Delay(QuotePause, CancellationToken.None);
        }
    }

    /// <param name="number">Orders of different numbers differ in their quantity: none is taken for the repetition of another.</param>
    public OrderRequest NewOrder(Side side, OrderType type, decimal? price, TimeSpan timeout, int number = 0) => new(
        ClientOrderId.Create("", "", $"key:bench:{_key}", Interlocked.Increment(ref _ordinal)), _key, "", "", OrderPurpose.Manual, Btc, side, type,
        TimeInForce.Gtc, 1m + (number * 0.001m), price, null, ReduceOnly: false, 1, timeout, Now);

    /// <summary>Judged and stored, as a session does it.</summary>
    /// <param name="judged">Told between the two.</param>
    public async Task PlaceAsync(OrderRequest request, Action? judged = null)
    {
        var market = RiskMarket.Quote(100m, 100m, 99.9m, 100.1m, Now);
        var verdict = await grains.GetGrain<IAccountGrain>(_key).Judge(request, Instrument, market, Now);
        if (!verdict.IsApproved)
        {
            throw new InvalidOperationException($"{request.Id} was refused: {string.Join(", ", verdict.Reasons)}");
        }

        judged?.Invoke();
        await grains.GetGrain<IOrderGrain>(request.Id).Place(request with { Leverage = verdict.Leverage }, Context);
    }

    private Task<long> QuoteAsync()
    {
        var quote = QuoteAt(Now);
        var first = _from + (_quotes++ * quote.Count);
        return grains.GetGrain<IVenueGrain>(VenueKey).Observe(first, quote);
    }
}
