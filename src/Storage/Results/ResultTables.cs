using Trading.Storage.Tables;

namespace Trading.Storage.Results;

internal static class ResultTables
{
    public static readonly Table<RunRow> Runs = new("session_runs", ["session_id"]);
    public static readonly Table<OrderRow> Orders = new("orders", ["id"]);
    public static readonly Table<OrderEventRow> OrderEvents = new("order_events", ["order_id", "sequence"]);
    public static readonly Table<FillRow> Fills = new("fills", ["order_id", "trade_id"]);
    public static readonly Table<RoundTripRow> RoundTrips = new("round_trips", ["session_id", "sequence"]);
    public static readonly Table<EquityRow> Equity = new("equity_points", ["session_id", "sequence"]);
    public static readonly Table<InstanceTransitionRow> Transitions = new("instance_transitions", ["session_id", "sequence"]);
    public static readonly Table<SignalRow> Signals = new("signals", ["session_id", "sequence"]);
    public static readonly Table<InstanceRow> Instances = new("instances", ["session_id", "ordinal"]);
    public static readonly Table<SessionMarketRow> Markets = new("session_markets", ["session_id", "symbol"]);
    public static readonly Table<ReportRow> Reports = new("reports", ["session_id"]);

    /// <summary>Every table that a run writes, by its column <c>session_id</c>.</summary>
    public static readonly string[] OfARun =
    [
        Orders.Name, OrderEvents.Name, Fills.Name, RoundTrips.Name, Equity.Name, Transitions.Name, Signals.Name, Instances.Name, Markets.Name,
        Reports.Name, "ledger_entries", "accounts", "positions",
    ];
}
