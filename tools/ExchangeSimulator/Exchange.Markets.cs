using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Remote.Wire;
using Trading.ExchangeSimulator.Accounts;
using Trading.ExchangeSimulator.Ledger;

namespace Trading.ExchangeSimulator;

/// <summary>Accounts, and the market data that move them.</summary>
internal sealed partial class Exchange
{
    public Task<Answer> OpenAsync(VenueTerms terms) => DoAsync(() =>
    {
        if (!_state.Accounts.TryGetValue(terms.Account, out var account))
        {
            Apply(new Opened(terms, Wall));
        }
        else if (account.Conflict(terms) is { } conflict)
        {
            return Answer.Problem(StatusCodes.Status409Conflict, WireCodes.Conflict, conflict);
        }
        else if (account.Differs(terms))
        {
            Apply(new Opened(terms, Wall));
        }

        return Answer.NoContent;
    });

    public Task<Answer> TransferAsync(string account, WireTransfer transfer) => DoAsync(() =>
    {
        if (!_state.Accounts.ContainsKey(account))
        {
            return Answer.UnknownAccount(account);
        }

        Apply(account, new Transferred(account, transfer.Cause, transfer.Amount, Wall));
        return Answer.NoContent;
    });

    public Task<Answer> AdvanceAsync(WireMarket market) => DoAsync(() =>
    {
        if (!_state.Accounts.TryGetValue(market.Account, out var account))
        {
            return Answer.UnknownAccount(market.Account);
        }

        if (Judge(account, market) is { } fault)
        {
            return Answer.Problem(StatusCodes.Status422UnprocessableEntity, WireCodes.Malformed, fault);
        }

        var outcome = Apply(market.Account, new Advanced(market.Account, market.Feed, market.First, market.StopsAtReport, market.Batch, Wall));
        return outcome.Progress is { } progress ? Answer.Ok(progress) : Refused(outcome);
    });

    public Task<Answer> EndAsync(WireEnd end) => DoAsync(() => _state.Accounts.ContainsKey(end.Account)
        ? Reported(Apply(end.Account, new DataEnded(end.Account, end.Symbols, Wall)))
        : Answer.UnknownAccount(end.Account));

    public Task<Answer> CloseAtEndAsync(string account, OrderRequest close) => DoAsync(() => _state.Accounts.ContainsKey(account)
        ? Reported(Apply(account, new ClosedAtEnd(account, close, Wall)))
        : Answer.UnknownAccount(account));

    private static Answer Reported(Outcome outcome) => outcome.Refusal is null ? Answer.Ok(outcome.Reports.ToArray()) : Refused(outcome);

    private static Answer Refused(Outcome outcome) =>
        Answer.Problem(StatusCodes.Status422UnprocessableEntity, WireCodes.Malformed, outcome.Refusal ?? "Nothing came of it.");

    /// <summary>What is wrong with a batch, found before any of it is worked through; null when nothing is.</summary>
    private static string? Judge(AccountVenue account, WireMarket market)
    {
        if (account.FindListing(market.Batch.Symbol) is not { Terms: { } terms })
        {
            return $"Account {market.Account} does not trade {market.Batch.Symbol}.";
        }

        if (terms.Feed != market.Feed || market.First < 0)
        {
            return $"{market.Batch.Symbol} of account {market.Account} follows feed {terms.Feed} from event 0 on; found {market.Feed}, {market.First}.";
        }

        MarketBatch batch;
        try
        {
            batch = market.Batch.ToBatch();
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }

        var isCandles = terms.Market.Series.HasFlag(MarketSeries.Candles);
        foreach (ref readonly var step in batch.Events)
        {
            if (step.Kind is MarketEventKind.CandleStep && !isCandles)
            {
                return $"{batch.Symbol} is not replayed from candles.";
            }
        }

        var declared = account.Venue.FindMarket(batch.Symbol)!;
        return batch.PriceScale > declared.PriceScale || batch.QuantityScale > declared.QuantityScale
            ? $"{batch.Symbol}: the batch has scales {batch.PriceScale} and {batch.QuantityScale}, the market {declared.PriceScale} and {declared.QuantityScale}."
            : null;
    }
}
