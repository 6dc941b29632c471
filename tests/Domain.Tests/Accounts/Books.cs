using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;

namespace Trading.Domain.Tests.Accounts;

/// <summary>Builders for accounts and orders.</summary>
internal static class Books
{
    public const string Session = "ses-1";

    public static readonly DateTimeOffset Start = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    public static readonly Symbol Eth = Symbol.Parse("ETH_USDT");

    public static readonly Instrument BtcContract = Instrument.WithDefaults(Btc, "test", tickSize: 0.1m, lotSize: 0.001m);

    public static readonly Instrument EthContract = Instrument.WithDefaults(Eth, "test", tickSize: 0.01m, lotSize: 0.01m);

    /// <summary>Limits that never refuse.</summary>
    public static readonly RiskLimits Wide = new()
    {
        MarketDataAge = TimeSpan.FromHours(1),
        PriceCollarPct = 100m,
        OrderNotionalPct = 100_000m,
        PositionNotionalPct = 100_000m,
        ExposurePct = 100_000m,
        OpenPositions = 1_000,
        Leverage = 1_000,
        MarginUsedPct = 100_000m,
        DayLossPct = 1_000m,
        DrawdownPct = 1_000m,
        OrdersPerSecond = 1_000,
        IdenticalOrderWindow = TimeSpan.Zero,
    };

    public static Account Funded(decimal balance = 10_000m, RiskLimits? limits = null) =>
        Account.Create("acc-alice:demo", "sim", "USDT", 0.0006m, limits ?? RiskLimits.Default)
            .Told(new Deposit("opening", balance, Start), new OpenGate(Session, Start));

    public static Account Told(this Account account, params ReadOnlySpan<AccountInput> inputs)
    {
        foreach (var input in inputs)
        {
            account = AccountMachine.Decide(account, input).After;
        }

        return account;
    }

    public static RiskMarket Market(decimal mark = 100m, DateTimeOffset? at = null) =>
        RiskMarket.Quote(mark, mark, mark - 0.1m, mark + 0.1m, at ?? Start);

    public static OrderRequest Order(
        string id, Side side, decimal quantity, decimal? price = null, Symbol? symbol = null, string instance = "", int leverage = 1,
        bool reduceOnly = false, OrderPurpose purpose = OrderPurpose.Manual, OrderType? type = null, decimal? stopPrice = null) => new(
            id, "acc-alice:demo", Session, instance, purpose, symbol ?? Btc, side, type ?? (price is null ? OrderType.Market : OrderType.Limit),
            TimeInForce.Gtc, quantity, price, stopPrice, reduceOnly, leverage, TimeSpan.FromSeconds(60), Start);

    public static JudgeOrder Judge(OrderRequest order, decimal mark = 100m, DateTimeOffset? at = null) =>
        new(order, order.Symbol == Btc ? BtcContract : EthContract, Market(mark, at ?? Start), at ?? Start);

    public static PositionFill Fill(OrderRequest order, long sequence, decimal price, decimal quantity, decimal fee = 0m, DateTimeOffset? at = null) =>
        PositionFill.Of(order, sequence, new Fill($"{order.Id}-{sequence}", price, quantity, fee, Liquidity.Taker, at ?? Start), "fade");

    public static Portfolio Portfolio(Account account) => new(account, [BtcContract, EthContract], []);
}
