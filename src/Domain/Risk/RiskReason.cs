namespace Trading.Domain.Risk;

/// <summary>Every reason that risk or a filter gives, in the order of the checks. Stored with the order and shown by the API.</summary>
public static class RiskReason
{
    public const string EquityNotPositive = "risk:equity";
    public const string KillSwitch = "kill_switch";
    public const string SessionNotRunning = "session_not_running";
    public const string AccountStale = "account_stale";
    public const string SymbolFrozen = "symbol_frozen";
    public const string SymbolBusy = "symbol_busy";
    public const string FilterQuantity = "filter:quantity";
    public const string FilterLot = "filter:lot_size";
    public const string FilterQuantityMin = "filter:min_quantity";
    public const string FilterPrice = "filter:price";
    public const string FilterTick = "filter:tick_size";
    public const string FilterNotional = "filter:min_notional";
    public const string InsufficientMargin = "insufficient_margin";
    public const string NoPrice = "risk:no_price";
    public const string MarketDataAge = "risk:market_data_age";
    public const string PriceCollar = "risk:price_collar";
    public const string OrderNotional = "risk:order_notional";
    public const string PositionNotional = "risk:position_notional";
    public const string Exposure = "risk:exposure";
    public const string OpenPositions = "risk:open_positions";
    public const string Leverage = "risk:leverage";
    public const string MarginUsed = "risk:margin_used";
    public const string DayLoss = "risk:day_loss";
    public const string Drawdown = "risk:drawdown";
    public const string OrdersPerSecond = "risk:orders_per_second";
    public const string IdenticalOrder = "risk:identical_order_window";
}
