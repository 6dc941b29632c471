using System.Text.Json;
using Trading.Backtest;
using Trading.Domain.Positions;
using Trading.Storage.Accounts;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Grains.Runs;

/// <summary>Where a run stands, as rows that replace the ones before.</summary>
internal sealed class StandingRows(RunOrder run)
{
    private long _revision;

    private string Session => run.Session.Id;

    private string Owner => run.Session.Owner;

    /// <param name="now">Wall time of the rows.</param>
    public ResultBatch Of(ReplayStanding standing, DateTimeOffset now)
    {
        _revision++;
        return new ResultBatch
        {
            Instances = [.. standing.Instances.Select(RowOf)],
            Markets = [.. standing.Markets.Select(RowOf)],
            Accounts = [AccountRowOf(standing, now)],
            Positions = [.. standing.Positions.Where(held => held.Position.RoundTripNumber > 0).Select(held => RowOf(held, standing, now))],
            Report = new ReportRow(
                Session, standing.Report.Fingerprint, standing.Report.FinalEquity, JsonSerializer.Serialize(standing.Report, TradingJson.Options), now),
        };
    }

    private InstanceRow RowOf(InstanceStanding instance, int ordinal) => new(
        Session, ordinal, instance.Strategy.Name, instance.Strategy.Version, instance.Identity.Symbol, instance.Status.ToString(), instance.Since,
        instance.WarmupPct, JsonSerializer.Serialize(instance.Why?.Leaves ?? [], TradingJson.Options),
        JsonSerializer.Serialize(instance.WhyNot, TradingJson.Options));

    public static SessionMarketRow RowOf(string session, MarketStanding market) => new(
        session, market.Symbol, NullIfZero(market.Last), NullIfZero(market.Mark), NullIfZero(market.Bid), NullIfZero(market.Ask), market.At, "replayed");

    private AccountRow AccountRowOf(ReplayStanding standing, DateTimeOffset now)
    {
        var account = standing.Account;
        return new AccountRow(
            account.Id, Owner, Session, Session, account.Venue, account.Currency, run.Settings.InitialBalance, account.Balance, account.Equity,
            account.Available, account.Reserved, account.PositionMargin, account.KillSwitch is not null, account.KillSwitch?.Reason,
            JsonSerializer.Serialize(account.Limits, TradingJson.Options), run.Session.CreatedAt, now, _revision);
    }

    private PositionRow RowOf(PositionStanding held, ReplayStanding standing, DateTimeOffset now)
    {
        var position = held.Position;
        return new PositionRow(
            position.Id, standing.Account.Id, Session, Owner, position.Symbol, position.Quantity, position.EntryPrice, position.MarkPrice,
            position.IsFlat ? 0m : position.UnrealizedPnl, position.TotalRealizedPnl, position.TotalFees, position.TotalFunding, position.Leverage,
            position.Margin.Total, position.IsFlat ? null : (double?)position.MarginRatioPct(position.MarkPrice), position.Margin.LiquidationPrice,
            position.IsFlat ? null : held.StopPrice, null, position.Open?.EntryAt, now, _revision);
    }

    private SessionMarketRow RowOf(MarketStanding market) => RowOf(Session, market);

    private static decimal? NullIfZero(decimal price) => price == 0m ? null : price;
}
