using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.ExchangeSimulator.Accounts;
using Trading.ExchangeSimulator.Faults;

namespace Trading.ExchangeSimulator.Ledger;

/// <summary>Every account, and what is counted of them. Changed by inputs alone: no clock, no I/O. Not thread-safe.</summary>
internal sealed class ExchangeState
{
    private readonly SortedDictionary<string, AccountVenue> _accounts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);
    private readonly List<LedgerLine> _lines = [];

    public FaultPlan Plan { get; } = new();

    /// <summary>Lines of the ledger so far.</summary>
    public long LineCount { get; private set; }

    /// <summary>How far this venue's clock is from the wall's.</summary>
    public TimeSpan Skew { get; private set; }

    public IReadOnlyDictionary<string, AccountVenue> Accounts => _accounts;

    /// <summary>How often each fault was injected.</summary>
    public ImmutableSortedDictionary<string, long> Faults => _faults.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Lines of the ledger by kind, since the last reset.</summary>
    public ImmutableSortedDictionary<string, long> Events => _events.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static ExchangeState Restore(ExchangeSnapshot snapshot)
    {
        var state = new ExchangeState { LineCount = snapshot.LineCount, Skew = TimeSpan.FromMilliseconds(snapshot.SkewMs) };
        state.Plan.Restore(snapshot.Rules);
        foreach (var (kind, count) in snapshot.Faults)
        {
            state._faults[kind] = count;
        }

        foreach (var (kind, count) in snapshot.Events)
        {
            state._events[kind] = count;
        }

        foreach (var account in snapshot.Accounts)
        {
            state._accounts[account.Account] = AccountVenue.Restore(account);
        }

        return state;
    }

    public ExchangeSnapshot Snapshot() => new(
        LineCount, (long)Skew.TotalMilliseconds, Faults, Events, Plan.Snapshot(), [.. _accounts.Select(entry => entry.Value.Snapshot(entry.Key))]);

    public Outcome Apply(Input input)
    {
        _lines.Clear();
        var reports = new List<VenueReport>();
        VenueProgress? progress = null;
        string? refusal = null;
        try
        {
            progress = Change(input, reports);
        }
        catch (ArgumentException mistake)
        {
            // What the matching core cannot take; it is the same whenever the input is applied.
            refusal = mistake.Message;
        }

        return new([.. _lines], [.. reports], progress, refusal);
    }

    private VenueProgress? Change(Input input, List<VenueReport> reports)
    {
        switch (input)
        {
            case Opened opened:
                Open(opened);
                break;
            case Submitted submitted:
                Submit(submitted);
                break;
            case TurnedAway away:
                Write(input, LedgerKinds.TurnedAway, away.Account, line => line with
                {
                    OrderId = away.Request.Id,
                    Request = away.Request,
                    SentAt = away.SentAt,
                    Code = away.Code,
                });
                break;
            case CancelAsked asked:
                Cancel(asked, reports);
                break;
            case Advanced advanced:
                return Advance(advanced, reports);
            case DataEnded ended:
                Write(input, LedgerKinds.DataEnded, ended.Account, line => line);
                _accounts[ended.Account].Venue.Finish(ended.Symbols, reports);
                Report(input, ended.Account, reports);
                break;
            case ClosedAtEnd closed:
                Write(input, LedgerKinds.Submitted, closed.Account, line => line with { OrderId = closed.Request.Id, Request = closed.Request });
                _accounts[closed.Account].Venue.FillAtEnd(closed.Request, reports);
                Report(input, closed.Account, reports);
                break;
            case Transferred transferred:
                if (_accounts[transferred.Account].Transfer(transferred.Cause, transferred.Amount))
                {
                    Write(input, LedgerKinds.Transferred, transferred.Account, line => line with { Code = transferred.Cause, Quantity = transferred.Amount });
                }

                break;
            case TimePassed passed:
                _accounts[passed.Account].Venue.AdvanceTo(passed.To, reports);
                Report(input, passed.Account, reports);
                break;
            case TradedByHand traded:
                _accounts[traded.Account].Venue.TradeByHand(traded.Symbol, traded.Quantity, reports);
                Write(input, LedgerKinds.ByHand, traded.Account, line => line with { Symbol = traded.Symbol, Quantity = traded.Quantity });
                Report(input, traded.Account, reports);
                Count(FaultKinds.PositionChanged);
                break;
            case LiquidatedByHand liquidated:
                if (_accounts[liquidated.Account].Venue.LiquidateByHand(liquidated.Symbol, reports))
                {
                    Write(input, LedgerKinds.ByHand, liquidated.Account, line => line with { Symbol = liquidated.Symbol });
                    Report(input, liquidated.Account, reports);
                    Count(FaultKinds.Liquidated);
                }

                break;
            default:
                Control(input);
                break;
        }

        return null;
    }

    private void Control(Input input)
    {
        switch (input)
        {
            case FaultSet set:
                Plan.Set(set.Rule);
                Write(input, LedgerKinds.FaultSet, set.Rule.Account, line => line with { Rule = set.Rule });
                break;
            case FaultsCleared:
                Plan.Clear();
                Write(input, LedgerKinds.FaultsCleared, null, line => line);
                break;
            case FaultInjected injected:
                Plan.Continue(injected.Rule, injected.Left);
                Count(injected.Kind);
                Write(input, LedgerKinds.Fault, injected.Account, line => line with { Code = injected.Kind, OrderId = injected.OrderId });
                break;
            case ClockSet clock:
                Skew = TimeSpan.FromMilliseconds(clock.SkewMs);
                Count(FaultKinds.ClockSkew);
                Write(input, LedgerKinds.ClockSet, null, line => line with { SkewMs = clock.SkewMs });
                break;
            case Reset:
                _accounts.Clear();
                _faults.Clear();
                _events.Clear();
                Plan.Clear();
                Skew = TimeSpan.Zero;
                Write(input, LedgerKinds.Reset, null, line => line);
                break;
            default:
                throw new InvalidOperationException($"{input.GetType().Name} changes nothing.");
        }
    }

    private void Open(Opened opened)
    {
        var terms = opened.Terms;
        if (_accounts.TryGetValue(terms.Account, out var account))
        {
            account.Reopen(terms);
        }
        else
        {
            _accounts[terms.Account] = new AccountVenue(terms);
        }

        Write(opened, LedgerKinds.Opened, terms.Account, line => line with { Terms = terms });
    }

    private void Submit(Submitted submitted)
    {
        var (account, request) = (_accounts[submitted.Account], submitted.Request);
        var isNew = !account.Knows(request) && account.Venue.Submit(request, submitted.SentAt);
        Write(submitted, isNew ? LedgerKinds.Submitted : LedgerKinds.Duplicate, submitted.Account, line => line with
        {
            OrderId = request.Id,
            Request = request,
            SentAt = submitted.SentAt,
        });
    }

    private void Cancel(CancelAsked asked, List<VenueReport> reports)
    {
        var account = _accounts[asked.Account];
        Write(asked, LedgerKinds.CancelAsked, asked.Account, line => line with { OrderId = asked.OrderId, SentAt = asked.SentAt });
        if (asked.FillsFirst)
        {
            account.Venue.FillByHand(asked.OrderId, reports);
        }

        account.Venue.Cancel(asked.OrderId, asked.SentAt);
        Report(asked, asked.Account, reports);
    }

    private VenueProgress Advance(Advanced advanced, List<VenueReport> reports)
    {
        var account = _accounts[advanced.Account];
        var batch = advanced.Batch.ToBatch();
        var listing = account.FindListing(batch.Symbol) ?? throw new ArgumentException($"Account {advanced.Account} does not trade {batch.Symbol}.", nameof(advanced));
        if (AccountVenue.Repeated(listing, advanced.First) is { } before)
        {
            return before;
        }

        var progress = account.Advance(listing, advanced.First, batch, advanced.StopsAtReport);
        reports.AddRange(progress.Reports);
        Report(advanced, advanced.Account, reports);
        return progress;
    }

    private void Report(Input input, string account, List<VenueReport> reports)
    {
        foreach (var report in reports)
        {
            Write(input, LedgerKinds.Of(report), account, line => line with { OrderId = OrderIds.Of(report), Report = report });
        }

        _accounts[account].Remember(reports);
    }

    private void Write(Input input, string kind, string? account, Func<LedgerLine, LedgerLine> fill)
    {
        LineCount++;
        _events[kind] = _events.GetValueOrDefault(kind) + 1;
        _lines.Add(fill(new(LineCount, input.ReceivedAt, kind, account)));
    }

    private void Count(string fault) => _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
}
