using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Exchanges.Simulated;

namespace Trading.Exchanges.Tests.Simulated.Properties;

/// <summary>Plays a generated script on a venue, op by op.</summary>
internal sealed class Run(World world, SimulatedVenue venue)
{
    private readonly List<BookLevel> _depth = [];

    public SimulatedVenue Venue { get; set; } = venue;

    public long NowMs { get; private set; } = World.Start.ToUnixTimeMilliseconds();

    /// <summary>The event that the last market op was.</summary>
    public MarketEvent Event { get; private set; }

    /// <summary>Its deeper level, if it had one.</summary>
    public BookLevel? Depth { get; private set; }

    public List<VenueReport> Reports { get; } = [];

    /// <summary>The op's reports are in <see cref="Reports"/> afterwards.</summary>
    public void Play(Op op, int index)
    {
        Reports.Clear();
        if (!op.IsMarket)
        {
            Request(op, index, NowMs);
            return;
        }

        NowMs += op.DelayMs;
        _depth.Clear();
        Event = Ops.ToEvent(op, NowMs, world, _depth);
        Depth = _depth.Count > 0 ? _depth[0] : null;
        Venue.Advance(0, new MarketBatch(World.Symbol, World.PriceScale, 0, [Event], 1, [.. _depth], _depth.Count), Event, Reports);
    }

    /// <summary>Sends the op's order or cancel.</summary>
    public void Request(Op op, int index, long nowMs)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(nowMs);
        if (op.IsSubmit)
        {
            Venue.Submit(Ops.ToOrder(op, index), now);
        }
        else
        {
            Venue.Cancel(FormattableString.Invariant($"o-{index - op.B}"), now);
        }
    }
}
