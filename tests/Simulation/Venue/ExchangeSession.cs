using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Simulation.Faults;
using Trading.Simulation.Positions;

namespace Trading.Simulation.Venue;

/// <summary>
/// The account's private connection: passes reports on, and reconciles every 10 s and after a gap. A failed query says
/// nothing; drift is corrected only once nothing is under way and two rounds agree.
/// </summary>
internal sealed class ExchangeSession(World world)
{
    private const long ReconcileMs = 10_000;
    private const long LookBackMs = 60_000;
    private const long RepeatMs = 1_000;

    private readonly List<(long Number, long AtMs, VenueReport Report)> _pending = [];
    private readonly HashSet<Symbol> _drifted = [];
    private readonly HashSet<Symbol> _frozen = [];
    private long _number;
    private int _corrections;
    private bool _isWalletOff;
    private bool _hasChangedPast;

    /// <summary>Reports about positions that are not booked yet.</summary>
    public int Pending => _pending.Count;

    public bool HasFrozen => _frozen.Count > 0;

    public void Hear(string orderId, VenueReport report) =>
        world.Messages.Send(() => world.Orders.Post(orderId, at => new VenueReported(report, at)));

    /// <summary>Something about a position: told to it, in order, until it has booked it.</summary>
    public void Note(VenueReport report)
    {
        _pending.Add((++_number, world.NowMs, report));
        _hasChangedPast |= report is VenueLiquidated;
        Tell();
    }

    public void NoteHand() => _hasChangedPast = true;

    public void Begin()
    {
        world.Agenda.After(ReconcileMs, () =>
        {
            if (!world.IsRetiring)
            {
                Reconcile();
                Begin();
            }
        });
        world.Agenda.After(RepeatMs, Tell);
    }

    /// <summary>After a gap at once, else every 10 s.</summary>
    public void Reconcile()
    {
        Tell();
        if (world.Injector.Strikes(Fault.QueryFailed))
        {
            return;
        }

        foreach (var shown in world.Exchange.ChangedSince(world.NowMs - LookBackMs))
        {
            if (world.Storage.Peek<Order>(shown.OrderId) is { } order && Differs(order, shown))
            {
                var askedAt = world.TimeAt(world.NowMs);
                world.Messages.Send(() => world.Orders.Post(shown.OrderId, at => new QueryFound(shown, askedAt, at)));
            }
        }

        foreach (var symbol in world.Symbols)
        {
            CompareHeld(symbol);
        }

        CompareWallet();
    }

    private static bool Differs(Order order, VenueOrder shown) =>
        order.FilledQuantity != shown.FilledQuantity || order.AcceptedAt is null || order.IsOver != shown.Status.IsTerminal;

    private void Tell()
    {
        foreach (var symbol in world.Symbols)
        {
            foreach (var (number, _, report) in _pending)
            {
                if (SymbolOf(report) == symbol)
                {
                    world.Messages.Send(() => world.PositionOf(symbol)?.Hear(report, () => _pending.RemoveAll(other => other.Number == number)));
                    break;
                }
            }
        }
    }

    private static Symbol SymbolOf(VenueReport report) => report switch
    {
        VenueFunding funding => funding.Symbol,
        VenueLiquidated liquidated => liquidated.Symbol,
        _ => throw new InvalidOperationException($"{report.GetType().Name} is not about a position."),
    };

    private void CompareHeld(Symbol symbol)
    {
        var there = world.Exchange.PositionOf(symbol);
        var here = world.Storage.Peek<PositionRow>(world.PositionKey(symbol))?.Position.Quantity ?? 0m;
        if (there == here)
        {
            _drifted.Remove(symbol);

            // One that never met the position it closed, because the position was corrected meanwhile: the wallet tells the rest.
            _pending.RemoveAll(other => other.Report is VenueLiquidated && SymbolOf(other.Report) == symbol && world.NowMs - other.AtMs > LookBackMs);
            if (_frozen.Remove(symbol))
            {
                Freeze(symbol, "");
            }

            return;
        }

        if (!IsSettled(symbol) || _drifted.Add(symbol))
        {
            return;
        }

        if (_frozen.Add(symbol))
        {
            Freeze(symbol, "drift");
        }

        // A liquidation that could not be told apart from what came after it ends here too.
        _pending.RemoveAll(other => other.Report is VenueLiquidated && SymbolOf(other.Report) == symbol);
        var cause = FormattableString.Invariant($"fix-{symbol}-{++_corrections}");
        var mark = world.Exchange.WalkOf(symbol).Mark;
        world.Messages.Send(() => world.PositionOf(symbol)?.Correct(here, there, mark, cause));
        world.Evidence.Corrections.Add(cause);
    }

    private void Freeze(Symbol symbol, string reason) =>
        world.Messages.Send(() => world.Account()?.Ask(at => new FreezeSymbol(symbol, reason, at)));

    /// <summary>Whatever the service still has to learn of its own orders is not drift.</summary>
    private bool IsSettled(Symbol symbol)
    {
        foreach (var order in world.Storage.All<Order>())
        {
            if (order.Request.Symbol == symbol)
            {
                var isTold = order.Outbox.All(entry => !entry.Pending.HasFlag(OrderReceivers.Position));
                var there = world.Exchange.Truth(order.Id)?.FilledQuantity ?? 0m;
                if (!isTold || order.FilledQuantity != there || order.Status is OrderStatus.Submitting or OrderStatus.Unknown)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Only what was done past the platform may leave a difference of money; any other is a fault of ours, left to the checker.</summary>
    private void CompareWallet()
    {
        if (!_hasChangedPast || _pending.Count > 0 || world.Account() is not { } account || !world.IsFlatAndTold)
        {
            _isWalletOff = false;
            return;
        }

        var difference = world.Exchange.Balance - world.AccountRow.Account.Balance;
        if (difference == 0m || !_isWalletOff)
        {
            _isWalletOff = difference != 0m;
            return;
        }

        var cause = FormattableString.Invariant($"wallet-{++_corrections}");
        world.Messages.Send(() => account.Ask(at => new Correct(cause, difference, null, at)));
        _isWalletOff = false;
    }
}
