using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Trading.Domain;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Journal;
using Trading.Grains.LockStep;
using Trading.Grains.Storage;

namespace Trading.Grains.Accounts;

/// <summary>
/// Loads, asks <see cref="AccountBookMachine"/>, saves, tells. Reentrant, so that turns share writes; each decides and applies without
/// awaiting anything in between.
/// </summary>
[GrainType("account"), Reentrant]
internal sealed partial class AccountGrain(
    [PersistentState(StateNames.Account)] IPersistentState<AccountState> storage,
    IJournal journal,
    TimeProvider time,
    ILogger<AccountGrain> logger) : Grain, IAccountGrain
{
    private CoalescedState<AccountBook, AccountState> _state = null!;

    private string Key => this.GetPrimaryKeyString();

    /// <summary>In lock-step the wall clock is never read: outside of a moment time stands where it stood.</summary>
    private DateTimeOffset Now => (_momentAt = ReplayMoment.Current?.At ?? _momentAt) ?? (IsLockStep ? Current.EvaluatedTo.At : time.GetUtcNow());

    private bool IsLockStep => _state.Current is { Opening.Clock: not null };

    private AccountBook Current => _state.Current ?? throw new InvariantException($"Account {Key} was never opened.");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = new CoalescedState<AccountBook, AccountState>(storage, this);
        _flush = new GrainAlarm(this, time, () => _state.Settle());
        _delivery = new GrainAlarm(this, time, Deliver);
        _inquiry = new GrainAlarm(this, time, Inquire);
        Watch();
        return Task.CompletedTask;
    }

    public async Task<AccountView> Open(AccountOpening opening)
    {
        await Settle(AccountBookMachine.Open(_state.Current, Key, opening));
        return View();
    }

    public Task<AccountView?> Find(string? owner) =>
        Task.FromResult(_state.Durable is { } book && (owner is null || book.Opening.Owner == owner) ? View() : null);

    public async Task<RiskVerdict> Judge(OrderRequest request, Instrument instrument, RiskMarket market, DateTimeOffset at) =>
        (await Settle(AccountBookMachine.Judge(Current, request, instrument, market, at))).Verdict!;

    public async Task<InstanceFooting> Prepare(InstanceQuestion question) =>
        (await Settle(AccountBookMachine.Prepare(Current, question))).Footing!;

    public Task GiveBack(string session, string instance, Symbol symbol, DateTimeOffset at) =>
        Settle(AccountBookMachine.GiveBack(Current, session, instance, symbol, at));

    public Task Hear(OrderDelivery delivery) => Settle(AccountBookMachine.Hear(Current, delivery, Now));

    public Task Forget(string orderId, long upTo)
    {
        Take(AccountBookMachine.Forget(Current, orderId, upTo));
        return Task.CompletedTask;
    }

    public Task Book(PositionBookings bookings) => Settle(AccountBookMachine.Book(Current, bookings, Now));

    public Task Acknowledge(string receiver, long upTo)
    {
        _pace.Reset();
        Take(AccountBookMachine.Acknowledge(Current, receiver, upTo));
        return Task.CompletedTask;
    }

    public async Task Mark(ImmutableArray<SymbolMark> marks, DateTimeOffset at)
    {
        if (_state.Current is not { } book)
        {
            return;
        }

        var decision = AccountBookMachine.Mark(book, marks, at);
        if (decision.Durability is Durability.Now)
        {
            await Settle(decision);
        }
        else
        {
            Take(decision);
        }
    }

    public async Task<LeaseConflict?> OpenGate(SessionLease lease, DateTimeOffset at) =>
        (await Settle(AccountBookMachine.OpenGate(Current, lease, at))).Conflict;

    public async Task<ImmutableArray<OpenEntry>> CloseGate(string session, DateTimeOffset at) =>
        (await Settle(AccountBookMachine.CloseGate(Current, session, at))).OpenEntries;

    public Task Release(string session, DateTimeOffset at) => Settle(AccountBookMachine.Release(Current, session, at));

    public Task<AccountOutcome> Transfer(string cause, decimal amount) => Command(AccountBookMachine.Transfer(Current, cause, amount, Now));

    public async Task<LimitsOutcome> ChangeLimits(RiskLimitsChange change, string actor)
    {
        logger.AccountCommanded(Key, nameof(ChangeLimits), actor, null);
        var before = Current.Account.Limits;
        var decision = await Settle(AccountBookMachine.ChangeLimits(Current, change, Now));
        return new LimitsOutcome(before, decision.After.Account.Limits);
    }

    public Task<AccountOutcome> TripKillSwitch(string reason, string actor, bool closePositions)
    {
        logger.AccountCommanded(Key, nameof(TripKillSwitch), actor, reason);
        return Command(AccountBookMachine.TripKillSwitch(Current, reason, actor, closePositions, Now));
    }

    public Task<AccountOutcome> ResetKillSwitch(string reason, string actor)
    {
        logger.AccountCommanded(Key, nameof(ResetKillSwitch), actor, reason);
        return Command(AccountBookMachine.ResetKillSwitch(Current, reason, actor, Now));
    }

    public async Task Compare(VenueWallet wallet)
    {
        if (_state.Current is not { } book)
        {
            return;
        }

        var decision = await Settle(AccountBookMachine.Compare(book, wallet, Now));
        if (decision.After.Account.Balance != book.Account.Balance)
        {
            logger.BalanceReconciled(Key, book.Account.Balance, decision.After.Account.Balance);
            ReconciliationMetrics.Count("wallet");
        }
    }

    public async Task SetStale(bool isStale)
    {
        if (_state.Current is { } book)
        {
            await Settle(AccountBookMachine.SetStale(book, isStale, Now));
        }
    }

    public Task<AccountOutcome> Unfreeze(Symbol symbol, string actor)
    {
        logger.AccountCommanded(Key, nameof(Unfreeze), actor, symbol.Value);
        return Command(AccountBookMachine.Unfreeze(Current, symbol, Now));
    }

    public Task Touch()
    {
        Watch();
        return Task.CompletedTask;
    }

    private async Task<AccountOutcome> Command(AccountBookDecision decision)
    {
        await Settle(decision);
        return new AccountOutcome(View(), decision.Refusal);
    }

    /// <summary>The durable version, at the marks of the moment.</summary>
    private AccountView View()
    {
        var (durable, current) = (_state.Durable!, Current.Account);
        var symbols = durable.Account.Symbols.Select(symbol => symbol with { Mark = current.SymbolOf(symbol.Symbol).Mark });
        return new AccountView(durable.Opening, durable.Account with { Symbols = [.. symbols], EvaluatedEquity = current.EvaluatedEquity })
        {
            HasMoreToTell = !durable.Outbox.IsEmpty,
            Leases = durable.Leases,
            Drawdown = Current.Drawdown,
        };
    }
}
