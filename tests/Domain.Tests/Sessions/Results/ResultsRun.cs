using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Results;

namespace Trading.Domain.Tests.Sessions.Results;

/// <summary>A run told by hand: two strategies, two symbols, three cells.</summary>
internal sealed class ResultsRun : IDisposable
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    public static readonly Symbol Eth = Symbol.Parse("ETH_USDT");

    private readonly decimal[] _unrealized = new decimal[3];
    private decimal _balance;

    public ResultsRun(decimal balance = 10_000m, DateTimeOffset? start = null)
    {
        _balance = balance;
        Builder = new ResultsBuilder(
            balance, start ?? Start, [new ResultsCell("fade", Btc), new ResultsCell("fade", Eth), new ResultsCell("trend", Btc)], Points.Add);
        Builder.Start();
    }

    public ResultsBuilder Builder { get; }

    public List<EquityPoint> Points { get; } = [];

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static DateTimeOffset Hour(double hours) => Start.AddHours(hours);

    /// <summary>Marks refreshed at a whole second; the unrealised P&amp;L lies on the first cell.</summary>
    public ResultsRun Mark(DateTimeOffset at, decimal unrealized)
    {
        _unrealized[0] = unrealized;
        Builder.Evaluate(at, EquityCause.Second, _balance, _unrealized);
        return this;
    }

    public ResultsRun Fill(
        DateTimeOffset at, decimal realized = 0m, decimal fee = 0m, int cell = 0, Side side = Side.Buy, decimal price = 100m, decimal quantity = 1m,
        decimal? decided = null)
    {
        Builder.OnFill(new FillResult(cell, 1, side, price, quantity, fee, Liquidity.Taker, realized, decided, at));
        _balance += realized - fee;
        Builder.Evaluate(at, EquityCause.Fill, _balance, _unrealized);
        return this;
    }

    public ResultsRun Fund(DateTimeOffset at, decimal payment, int cell = 0)
    {
        Builder.OnFunding(new FundingResult(cell, -2m, 100m, 0.0001m, payment, at));
        _balance += payment;
        Builder.Evaluate(at, EquityCause.Funding, _balance, _unrealized);
        return this;
    }

    public ResultsRun Pay(DateTimeOffset at, decimal amount)
    {
        Builder.OnCashFlow(amount, at);
        _balance += amount;
        return this;
    }

    public SessionMetrics End(DateTimeOffset at) => Builder.Finish(at).Metrics;

    public void Dispose() => Builder.Dispose();
}
