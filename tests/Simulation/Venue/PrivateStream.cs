using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Simulation.Faults;

namespace Trading.Simulation.Venue;

/// <summary>The exchange's pushes of one account: lost, doubled, out of order, late, silent about one order, or cut off for a while.</summary>
internal sealed class PrivateStream(World world)
{
    private const long LateMaxMs = 6_000;
    private const long SilenceMs = 30_000;

    private readonly Dictionary<string, long> _silentUntilMs = new(StringComparer.Ordinal);
    private long _cutUntilMs;

    public bool IsCut => world.NowMs < _cutUntilMs;

    public void Cut(long forMs) => _cutUntilMs = world.NowMs + forMs;

    public void Push(string orderId, VenueReport report, bool stillWorks)
    {
        if (IsCut)
        {
            if (report is VenueFilled)
            {
                world.Injector.Note(Fault.SocketDropWithFillsInTheGap);
            }

            return;
        }

        if ((_silentUntilMs.TryGetValue(orderId, out var until) && world.NowMs < until) || world.Injector.Strikes(Fault.ReportLost))
        {
            return;
        }

        Deliver(orderId, report);
        if (world.Injector.Strikes(Fault.ReportDuplicated))
        {
            Deliver(orderId, report);
        }

        if (report is VenueFilled && stillWorks && world.Injector.Strikes(Fault.PartialFillThenSilence))
        {
            _silentUntilMs[orderId] = world.NowMs + SilenceMs;
        }
    }

    private void Deliver(string orderId, VenueReport report)
    {
        var delay = world.Injector.Strikes(Fault.ReportReordered) ? world.Dice.Between(100, LateMaxMs) : world.Dice.Between(5, 60);
        world.Agenda.After(delay, () => world.Session.Hear(orderId, report));
    }

    public static string OrderOf(VenueReport report) => report switch
    {
        VenueAccepted accepted => accepted.OrderId,
        VenueRejected rejected => rejected.OrderId,
        VenueFilled filled => filled.OrderId,
        VenueTriggered triggered => triggered.OrderId,
        VenueCanceled canceled => canceled.OrderId,
        _ => "",
    };

    public static Fill? FillOf(VenueReport report) => (report as VenueFilled)?.Fill;
}
