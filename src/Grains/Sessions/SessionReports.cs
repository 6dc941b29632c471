using System.Text.Json;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Sessions.Setup;
using Trading.Grains.Abstractions.Accounts;
using Trading.Storage.Accounts;
using Trading.Storage.Json;
using Trading.Storage.Paging;
using Trading.Storage.Results;

namespace Trading.Grains.Sessions;

/// <summary>Folds what was written down of a live session into its report.</summary>
internal sealed class SessionReports(ResultQueries results, AccountStore accounts, ResultStore store)
{
    private const string Realised = "realised";
    private const string Liquidation = "liquidation";
    private const string Funding = "funding";
    private const string Deposit = "deposit";
    private const string Withdrawal = "withdrawal";

    /// <summary>Stores the report as of now; the last one stands.</summary>
    /// <param name="account">As it stands now; null to leave its equity as it was last written down.</param>
    public async Task SaveAsync(Session session, SessionSettings settings, AccountView? account, DateTimeOffset now)
    {
        var report = await OfAsync(session, settings, account, now);
        await store.SaveReportAsync(new ReportRow(
            session.Id, report.Fingerprint, report.FinalEquity, JsonSerializer.Serialize(report, TradingJson.Options), now));
    }

    /// <summary>The same of a session whose time is event time.</summary>
    public async Task SaveAsync(Session session, SessionSettings settings, AccountView account, ReplaySpan span, DateTimeOffset now)
    {
        var report = await OfAsync(session, settings, account, span.End, span);
        await store.SaveReportAsync(new ReportRow(
            session.Id, report.Fingerprint, report.FinalEquity, JsonSerializer.Serialize(report, TradingJson.Options), now));
    }

    private async Task<SessionReport> OfAsync(Session session, SessionSettings settings, AccountView? account, DateTimeOffset now, ReplaySpan? span = null)
    {
        var ownAccount = account is { Opening.Session: not null };
        var cells = CellsOf(session, withByHand: span is null);
        var orders = await AllAsync(page => results.OrdersAsync(new OrderFilter(Session: session.Id), page));
        var fills = await AllAsync(page => results.FillsAsync(new FillFilter(session.Id), page));
        var trips = await AllAsync(page => results.RoundTripsAsync(new ResultFilter(session.Id), null, page));
        var points = await AllAsync(page => results.EquityAsync(session.Id, page));
        var booked = await AllAsync(page => accounts.LedgerAsync(new LedgerFilter(session.Account), page));
        var ordinals = orders.OrderBy(order => order.CreatedAt).ThenBy(order => order.Sequence).Select((order, index) => (order, index))
            .ToDictionary(pair => pair.order.Id, pair => (pair.order, Ordinal: pair.index + 1L), StringComparer.Ordinal);
        var realized = booked.Where(line => line.Kind is Realised or Liquidation && line.TradeId is not null)
            .GroupBy(line => (line.OrderId, line.TradeId)).ToDictionary(lines => lines.Key, lines => lines.Sum(line => line.Amount));

        List<ResultEntry> entries =
        [
            .. fills.Select(fill => new FillEntry(new FillResult(
                CellOf(cells, fill.Strategy, fill.Symbol), ordinals.TryGetValue(fill.OrderId, out var made) ? made.Ordinal : null, fill.Side, fill.Price,
                fill.Quantity, fill.Fee, fill.Liquidity, realized.GetValueOrDefault((fill.IsLiquidation() ? null : fill.OrderId, fill.TradeId)), made.order?.ReferencePrice, fill.At))),
            .. orders.Where(order => order.Status.IsTerminal).Select(order => new OrderEntry(
                new OrderResult(
                    CellOf(cells, order.Strategy, order.Symbol), ordinals[order.Id].Ordinal, order.Symbol, order.Side, order.Type, order.Quantity,
                    order.Price ?? order.StopPrice, order.CreatedAt, order.Status, order.Reason, order.FilledQuantity, order.AveragePrice),
                order.UpdatedAt)),
            .. trips.Select(trip => new TripEntry(CellOf(cells, trip.Strategy, trip.Symbol), trip.NetPnl, TimeSpan.FromMilliseconds(trip.DurationMs), trip.ExitAt)),
            .. booked.Where(line => line.Kind == Funding && line.Symbol is not null).Select(line => new FundingEntry(FundingOf(cells, trips, line))),
            .. booked.Where(line => ownAccount && line is { Kind: Deposit or Withdrawal, Sequence: > 1 }).Select(line => new CashFlowEntry(line.Amount, line.At)),
            .. span is null ? points.Select(point => new EquityEntry(point.Equity, point.Balance, point.At)) : ReplaySpan.EntriesOf(points),
        ];
        if (ownAccount && span is null)
        {
            entries.Add(new EquityEntry(account!.Account.Equity, account.Account.Balance, now));
        }

        var start = session.Transitions.FirstOrDefault(transition => transition.To is SessionStatus.Running)?.At ?? session.CreatedAt;
        var begin = span?.Start ?? entries.Select(entry => entry.At).Append(start).Min();
        return WrittenReport.Of(settings.InitialBalance, begin, now, cells, entries, account?.Drawdown, span?.Marks ?? []);
    }

    /// <param name="withByHand">A trader may trade the symbols beside the strategies.</param>
    private static List<ResultsCell> CellsOf(Session session, bool withByHand) =>
    [
        .. session.Strategies.SelectMany(strategy => strategy.Symbols.Select(symbol => new ResultsCell(strategy.Name, symbol))),
        .. withByHand ? session.Strategies.SelectMany(strategy => strategy.Symbols).Distinct().Select(symbol => new ResultsCell("", symbol)) : [],
    ];

    private static int CellOf(List<ResultsCell> cells, string? strategy, Symbol symbol) =>
        Math.Max(0, cells.IndexOf(new ResultsCell(strategy ?? "", symbol)));

    /// <summary>Funding is booked on a symbol: it belongs to whoever held it then.</summary>
    private static FundingResult FundingOf(List<ResultsCell> cells, IReadOnlyList<RoundTripRow> trips, LedgerRow line)
    {
        var holder = trips.FirstOrDefault(trip => trip.Symbol == line.Symbol && trip.EntryAt <= line.At && trip.ExitAt >= line.At);
        var cell = holder is null ? cells.FindIndex(cell => cell.Symbol == line.Symbol) : CellOf(cells, holder.Strategy, holder.Symbol);
        var (rate, mark) = (line.Rate ?? 0m, line.Mark ?? 0m);
        var quantity = rate == 0m || mark == 0m ? 0m : decimal.Round(-line.Amount / (rate * mark), 12);
        return new FundingResult(Math.Max(0, cell), quantity, mark, rate, line.Amount, line.At);
    }

    private static async Task<List<T>> AllAsync<T>(Func<PageRequest, Task<Page<T>>> read)
    {
        var rows = new List<T>();
        string? cursor = null;
        do
        {
            var page = await read(new PageRequest(PageRequest.LimitMax, cursor, SortDirection.Ascending));
            rows.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return rows;
    }
}
