using Trading.Exchanges.Remote.Wire;
using Trading.ExchangeSimulator.Endpoints;
using Trading.ExchangeSimulator.Faults;
using Trading.ExchangeSimulator.Ledger;

namespace Trading.ExchangeSimulator;

/// <summary>What a test does to the exchange, and what it reads there.</summary>
internal sealed partial class Exchange
{
    public Task<Answer> CountersAsync() => DoAsync(() => Answer.Ok(new CountersBody(_state.Faults, _state.Events)));

    public Task<Answer> SetFaultAsync(FaultRule rule) => DoAsync(() =>
    {
        if (rule.Fault() is { } fault)
        {
            return Answer.Problem(StatusCodes.Status422UnprocessableEntity, WireCodes.Malformed, fault);
        }

        Apply(new FaultSet(rule, Wall));
        return Answer.NoContent;
    });

    public Task<Answer> ClearFaultsAsync() => DoAsync(() =>
    {
        Apply(new FaultsCleared(Wall));
        return Answer.NoContent;
    });

    public Task<Answer> SetClockAsync(ClockBody clock) => DoAsync(() =>
    {
        Apply(new ClockSet(clock.SkewMs, Wall));
        return Answer.NoContent;
    });

    public Task<Answer> ChangePositionAsync(PositionBody change) => DoAsync(() =>
    {
        if (!_state.Accounts.TryGetValue(change.Account, out var account))
        {
            return Answer.UnknownAccount(change.Account);
        }

        if (account.FindListing(change.Symbol) is null)
        {
            return Answer.Problem(StatusCodes.Status422UnprocessableEntity, WireCodes.Malformed, $"Account {change.Account} does not trade {change.Symbol}.");
        }

        var outcome = change.Liquidate
            ? Apply(change.Account, new LiquidatedByHand(change.Account, change.Symbol, Wall))
            : Apply(change.Account, new TradedByHand(change.Account, change.Symbol, change.Quantity, Wall));
        return outcome.Lines.IsEmpty && outcome.Refusal is null
            ? Answer.Problem(StatusCodes.Status409Conflict, WireCodes.Conflict, $"Account {change.Account} holds no {change.Symbol}.")
            : Reported(outcome);
    });

    public Task<Answer> ResetAsync() => DoAsync(() =>
    {
        Apply(new Reset(Wall));
        _late.Clear();
        _shapers.Clear();
        _views.Clear();
        return Answer.NoContent;
    });

    /// <summary>Durable lines since the last reset, oldest first.</summary>
    public IEnumerable<string> Ledger(string? account)
    {
        var lines = new List<string>();
        var mark = $"\"kind\":\"{LedgerKinds.Reset}\"";
        foreach (var line in _journal.LedgerLines())
        {
            if (line.Contains(mark, StringComparison.Ordinal))
            {
                lines.Clear();
            }
            else if (account is null || line.Contains($"\"account\":\"{account}\"", StringComparison.Ordinal))
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
