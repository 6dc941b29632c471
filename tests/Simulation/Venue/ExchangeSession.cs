using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Simulation.Faults;
using Trading.Simulation.Positions;

namespace Trading.Simulation.Venue;

/// <summary>
/// The account's private connection: passes reports on, and reconciles every 10 s and after a gap. A failed query says
/// nothing; what a difference means is decided by the machines that production asks.
/// </summary>
internal sealed class ExchangeSession(World world)
{
    private const long ReconcileMs = 10_000;
    private const long LookBackMs = 60_000;
    private const long RepeatMs = 1_000;

    private readonly List<(long Number, long AtMs, VenueReport Report)> _pending = [];
    private long _number;

    /// <summary>Reports about positions that are not booked yet.</summary>
    public int Pending => _pending.Count;

    public void Hear(string orderId, VenueReport report) =>
        world.Messages.Send(() => world.Orders.Post(orderId, at => new VenueReported(report, at)));

    /// <summary>Something about a position: told to it, in order, until it has booked it.</summary>
    public void Note(VenueReport report)
    {
        _pending.Add((++_number, world.NowMs, report));
        Tell();
    }

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

        var account = world.Exchange.Read();
        foreach (var symbol in world.Symbols)
        {
            var held = VenueHolding.Of(account, symbol);
            world.Messages.Send(() => world.PositionOf(symbol)?.Compare(held));
            LetGo(symbol);
        }

        CompareWallet(account);
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

    /// <summary>Whoever looks after the account lets a frozen symbol go once both agree again.</summary>
    private void LetGo(Symbol symbol)
    {
        var here = world.Storage.Peek<PositionRow>(world.PositionKey(symbol))?.Position.Quantity ?? 0m;
        if (world.AccountRow.Account.SymbolOf(symbol).Frozen.Length > 0 && here == world.Exchange.PositionOf(symbol))
        {
            world.Messages.Send(() => world.Account()?.Ask(at => new FreezeSymbol(symbol, "", at)));
        }
    }

    /// <summary>A difference that nothing by hand can have left is a fault of ours, and is left to the checker.</summary>
    private void CompareWallet(VenueAccount shown)
    {
        if (world.Evidence.MoneyMayDiffer)
        {
            var wallet = VenueWallet.Of(shown);
            world.Messages.Send(() => world.Account()?.Compare(wallet));
        }
    }
}
