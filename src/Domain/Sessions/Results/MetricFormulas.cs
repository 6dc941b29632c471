namespace Trading.Domain.Sessions.Results;

/// <summary>How a figure is computed.</summary>
/// <param name="Name">As in JSON.</param>
/// <param name="Unit"><c>quote</c>, <c>%</c>, <c>ms</c>, <c>ratio</c> or <c>count</c>.</param>
public sealed record MetricFormula(string Name, string Unit, string Formula);

/// <summary>The formulas that stand beside the figures of a report (spec: sessions, Results).</summary>
public static class MetricFormulas
{
    public static IReadOnlyList<MetricFormula> All { get; } =
    [
        new("netPnl", "quote", "gross P&L − fees + funding, as booked in the ledger; open positions count from their fills on"),
        new("grossPnl", "quote", "Σ realised P&L of every decrease of a position, liquidations included, fees excluded"),
        new("fees", "quote", "Σ fees of all fills; above 0 is paid"),
        new("funding", "quote", "Σ funding payments; above 0 is received"),
        new("slippage", "quote", "Σ (fill price − mid at the decision, else last) · quantity, sign of the side; above 0 is adverse"),
        new("unrealizedPnl", "quote", "final equity − starting equity − cash flows − net P&L"),
        new("returnPct", "%", "(final equity − cash flows) ÷ starting equity − 1; of a strategy or symbol: its P&L on the session's starting equity"),
        new("cagrPct", "%", "(end ÷ start)^(365 d ÷ span) − 1; null under 7 days"),
        new("volatilityPct", "%", "sample σ(r)·√N; r simple returns of equity at UTC hour ends and N = 8 760 when the span is under 30 days, else at day ends and N = 365"),
        new("sharpe", "ratio", "mean(r) ÷ sample σ(r)·√N, risk-free 0"),
        new("sortino", "ratio", "mean(r) ÷ √(Σ min(r, 0)² ÷ n)·√N over all n returns"),
        new("calmar", "ratio", "CAGR ÷ maximum drawdown"),
        new("maxDrawdownPct", "%", "largest (peak − equity) ÷ peak, equity evaluated at each whole second and at each fill"),
        new("maxDrawdownDurationMs", "ms", "of the deepest drawdown: from its peak to recovery, or to the end"),
        new("winRatePct", "%", "round trips with net > 0 ÷ all round trips"),
        new("profitFactor", "ratio", "Σ net wins ÷ |Σ net losses|"),
        new("expectancy", "quote", "mean net P&L of a round trip"),
        new("averageWin", "quote", "mean net P&L of the round trips with net > 0"),
        new("averageLoss", "quote", "mean net P&L of the round trips with net < 0"),
        new("largestWin", "quote", "largest net P&L above 0 of a round trip"),
        new("largestLoss", "quote", "lowest net P&L below 0 of a round trip"),
        new("averageDurationMs", "ms", "mean time from first fill to flat"),
        new("exposurePct", "%", "share of the time in which a position was open"),
        new("turnover", "ratio", "Σ fill price · quantity ÷ mean equity over time"),
        new("longestLosingRun", "count", "most round trips with net < 0 in a row, in the order in which they ended"),
        new("buyAndHoldPct", "%", "equal notional in each symbol from the first to the last mark, no fees: mean of last ÷ first − 1"),
        new("roundTrips", "count", "positions opened and closed again"),
        new("orders", "count", "orders that ended, refused ones included"),
        new("fills", "count", "executed parts, liquidations included"),
    ];
}
