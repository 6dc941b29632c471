using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Simulation.Cluster;
using Trading.Simulation.Evidence;
using Trading.Simulation.Orders;
using Trading.Simulation.Positions;
using Trading.Simulation.Venue;

namespace Trading.Simulation.Accounts;

/// <summary>The account's host: a reentrant shell over the account machine, with coalesced writes.</summary>
internal sealed class AccountActivation : Activation
{
    private const long TickMs = 2_500;

    private readonly Queue<Action> _early = new();
    private readonly CoalescedState<AccountRow> _state;
    private bool _isLoaded;

    public AccountActivation(World world, Silo silo, string key)
        : base(world, silo, key)
    {
        _state = new CoalescedState<AccountRow>(world, this, isDone => DiesAround(PathStep.WriteAccount, isDone));
        world.Storage.Read<AccountRow>(key, (isRead, row, etag) => Resume(() => Load(isRead, row, etag)));
    }

    public void Do(Action turn)
    {
        if (_isLoaded)
        {
            turn();
        }
        else
        {
            _early.Enqueue(turn);
        }
    }

    public void Judge(OrderRequest request, Action<RiskVerdict> reply) => Resume(() => Do(() =>
    {
        var instrument = World.InstrumentOf(request.Symbol);
        var walk = World.Exchange.WalkOf(request.Symbol);
        var market = RiskMarket.Quote(walk.Mark, walk.Mark, walk.Bid, walk.Ask, Silo.Clock);
        var decision = AccountMachine.Decide(_state.Memory.Account, new JudgeOrder(request, instrument, market, Silo.Clock));
        var verdict = decision.Verdict!;
        Take(decision, () => World.Messages.Send(() => reply(verdict)), request, walk);
    }));

    public void Ask(Func<DateTimeOffset, AccountInput> make, Action<AccountRow>? reply = null) => Resume(() => Do(() =>
        Take(AccountMachine.Decide(_state.Memory.Account, make(Silo.Clock)), () =>
        {
            if (reply is not null)
            {
                var durable = _state.Durable;
                World.Messages.Send(() => reply(durable));
            }
        })));

    /// <summary>What the exchange's wallet holds: the machine says what is to be made of it.</summary>
    public void Compare(VenueWallet wallet) => Resume(() => Do(() =>
    {
        var row = _state.Memory;
        var decision = WalletMachine.Decide(row.Account, row.WalletDrift, wallet, Silo.Clock);
        var after = row with { WalletDrift = decision.Drift };
        if (decision.Correction is { } correction)
        {
            Store(Fold(after, AccountMachine.Decide(after.Account, correction)), [], () => { });
        }
        else if (decision.Drift != row.WalletDrift)
        {
            Store(after, [], () => { });
        }
    }));

    /// <summary>An order's outbox: its claim, and its end.</summary>
    public void Hear(OrderBatch batch) => Resume(() => Do(() =>
    {
        var row = _state.Memory;
        var orderId = batch.Request.Id;
        var last = row.LastSequences.GetValueOrDefault(orderId);
        var after = row;
        var effects = ImmutableArray<AccountEffect>.Empty;
        foreach (var entry in batch.Entries)
        {
            if (entry.Sequence <= last)
            {
                continue;
            }

            last = entry.Sequence;
            after = after with { LastSequences = entry.Event is OrderRetired ? after.LastSequences.Remove(orderId) : after.LastSequences.SetItem(orderId, last) };
            if (InputOf(batch, entry) is { } input)
            {
                var decision = AccountMachine.Decide(after.Account, input);
                after = Fold(after, decision);
                effects = effects.AddRange(decision.Effects);
            }
        }

        void Acknowledge() => World.Orders.Acknowledge(orderId, OrderReceivers.Account, batch.Entries[^1].Sequence);
        if (ReferenceEquals(after, row))
        {
            _state.WhenDurable(Acknowledge);
        }
        else
        {
            Store(after, effects, Acknowledge);
        }
    }));

    /// <summary>A position's outbox, in order; what does not follow waits until what is missing has come.</summary>
    public void Hear(string position, PositionNews[] news) => Resume(() => Do(() =>
    {
        var row = _state.Memory;
        var after = row;
        var upTo = 0L;
        foreach (var item in news)
        {
            var booked = after.Account.SymbolOf(item.Booking.Symbol).PositionSequence;
            if (item.Booking.Event.Sequence > booked + 1)
            {
                break;
            }

            after = Fold(after, AccountMachine.Decide(after.Account, new BookPosition(item.Booking)));
            upTo = item.Sequence;
        }

        void Acknowledge() => World.Messages.Send(() => World.PositionAt(position)?.Acknowledge(upTo));
        if (ReferenceEquals(after.Account, row.Account))
        {
            _state.WhenDurable(Acknowledge);
        }
        else
        {
            Store(after, [], Acknowledge);
        }
    }));

    private void Load(bool isRead, AccountRow? row, int etag)
    {
        if (!isRead)
        {
            Deactivate();
            return;
        }

        _state.Start(row ?? World.NewAccount(), etag);
        _isLoaded = true;
        while (IsAlive && _early.TryDequeue(out var turn))
        {
            turn();
        }

        SendCommands();
        Tick();
    }

    private void Tick()
    {
        foreach (var reservation in AccountMachine.Unclaimed(_state.Durable.Account, Silo.Clock))
        {
            World.Evidence.Inquiries++;
            var request = new OrderRequest(
                reservation.OrderId, Key, reservation.Session, reservation.Instance, reservation.Purpose, reservation.Symbol, reservation.Side, OrderType.Market,
                TimeInForce.Gtc, reservation.Quantity, null, null, ReduceOnly: false, reservation.Leverage, null, reservation.ReservedAt);
            World.Messages.Send(() => World.Orders.Post(request.Id, at => new InquireAfterOrder(request, at)));
        }

        if (_state.Memory.Account.NeedsEvaluation(Silo.Clock))
        {
            var marks = World.Symbols.Select(symbol => new SymbolMark(symbol, World.Exchange.WalkOf(symbol).Mark)).ToImmutableArray();
            Ask(at => new RefreshMarks(marks, at));
        }

        ResumeAfter(TickMs, () =>
        {
            SendCommands();
            Tick();
        });
    }

    private void SendCommands()
    {
        foreach (var orderId in _state.Durable.Commands)
        {
            World.Messages.Send(() => World.Orders.Post(orderId, at => new RequestCancel(OrderReasons.KillSwitch, at), _ =>
            {
                World.Account()?.Forget(orderId);
            }));
        }
    }

    private void Forget(string orderId) => Resume(() => Do(() =>
    {
        if (_state.Memory.Commands.Contains(orderId))
        {
            _state.Save(_state.Memory with { Commands = _state.Memory.Commands.Remove(orderId) }, () => { });
        }
    }));

    private static AccountInput? InputOf(OrderBatch batch, OutboxEntry entry) => entry.Event switch
    {
        OrderPlaced placed => new ClaimOrder(batch.Request.Id, placed.At),
        OrderInquired inquired when !entry.Status.IsTerminal => new ClaimOrder(batch.Request.Id, inquired.At),
        OrderInquired or OrderDisowned or OrderEnded => new EndOrder(batch.Request.Id, batch.FilledQuantity, entry.Event.At),
        _ => null,
    };

    private void Take(AccountDecision decision, Action onDurable, OrderRequest? judged = null, PriceWalk? walk = null)
    {
        if (decision.Events.IsEmpty && decision.Effects.IsEmpty)
        {
            _state.WhenDurable(onDurable);
            return;
        }

        Store(Fold(_state.Memory, decision, judged, walk), decision.Effects, onDurable);
    }

    private void Store(AccountRow row, ImmutableArray<AccountEffect> effects, Action onDurable)
    {
        foreach (var effect in effects)
        {
            if (effect is CancelEntries cancel)
            {
                row = row with { Commands = row.Commands.AddRange(cancel.OrderIds.Where(orderId => !row.Commands.Contains(orderId))) };
            }
        }

        _state.Save(row, effects.IsEmpty ? onDurable : () =>
        {
            onDurable();
            SendCommands();
        });
    }

    private AccountRow Fold(AccountRow row, AccountDecision decision, OrderRequest? judged = null, PriceWalk? walk = null)
    {
        var (lines, approvals) = (row.Lines, row.Approvals);
        foreach (var change in decision.Events)
        {
            if (change is LedgerPosted posted)
            {
                lines = new Chain<LedgerEntry>(posted.Entry, lines);
            }
            else if (change is OrderReserved { Reservation: var made } && judged is not null)
            {
                approvals = new Chain<ApprovalLine>(ApprovalOf(decision.After, made, walk!.Mark), approvals);
            }
        }

        return row with { Account = decision.After, Lines = lines, Approvals = approvals };
    }

    private ApprovalLine ApprovalOf(Account account, Reservation made, decimal mark)
    {
        decimal Open(Side side) => account.Reservations.Where(other => other.Symbol == made.Symbol && other.Side == side).Sum(other => other.LeavesQuantity);
        var held = account.SymbolOf(made.Symbol).Quantity;
        var worse = Math.Max(Math.Abs(held + Open(Side.Buy)), Math.Abs(held - Open(Side.Sell)));
        return new ApprovalLine(World.NowMs, made.OrderId, made.Symbol.Value, made.Side.ToString(), made.Quantity, mark, account.Equity, worse);
    }
}
