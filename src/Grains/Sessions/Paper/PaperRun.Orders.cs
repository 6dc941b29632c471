using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Orders;
using Trading.Grains.Placement;
using Trading.Grains.Venues;

namespace Trading.Grains.Sessions.Paper;

internal sealed partial class PaperRun
{
    /// <summary>Of the newest this many it is asked whether the journal has the last of them, before the session ends.</summary>
    private const int PlacedMax = 1_000;

    // Of this activation, oldest first. What is still open when the session ends is known by the account.
    private readonly Queue<string> _placed = new();

    // On their way to account and order: the session does not end before they have arrived.
    private int _placing;

    public bool Trades(Symbol symbol) => Plan.Markets.Any(market => market.Instrument.Symbol == symbol);

    /// <summary>Judges a trader's own order by the market as it is now, and stores it.</summary>
    /// <exception cref="OrderConflictException">The id is used by a different request.</exception>
    public async Task<PlacedOrder> PlaceAsync(ManualOrder manual)
    {
        var now = time.GetUtcNow();
        var request = manual.ToRequest(Session.Account, Session.Id, now);
        _placed.Enqueue(manual.Id);
        if (_placed.Count > PlacedMax)
        {
            _placed.Dequeue();
        }

        _placing++;
        try
        {
            FeedContext.Set(Plan.Feed);
            var market = await MarketOf(manual.Symbol).ForRisk(request) ?? RiskMarket.Unknown;
            var context = ContextOf(manual, market.Reference);
            var (_, order) = await grains.JudgeAndPlaceAsync(request, context, market, now);
            return new PlacedOrder(order, context);
        }
        finally
        {
            _placing--;
        }
    }

    /// <summary>The order that is stored under the id; nothing is placed.</summary>
    /// <exception cref="OrderConflictException">The id is used by a different request.</exception>
    public async Task<PlacedOrder> RepeatAsync(ManualOrder manual)
    {
        var context = ContextOf(manual, null);
        var order = await grains.GetGrain<IOrderGrain>(GrainKeys.ForOrder(manual.Id))
            .Place(manual.ToRequest(Session.Account, Session.Id, time.GetUtcNow()), context);
        return new PlacedOrder(order, context);
    }

    private OrderContext ContextOf(ManualOrder manual, decimal? reference) => new(
        Session.Owner, "", 0, VenueDirectory.Simulated, Clock: null, Plan.Markets.First(market => market.Instrument.Symbol == manual.Symbol).Instrument,
        Protection: null, reference, ExitReason: null);
}
