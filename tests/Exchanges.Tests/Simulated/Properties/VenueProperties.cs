using CsCheck;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Exchanges.Simulated;

namespace Trading.Exchanges.Tests.Simulated.Properties;

public sealed class VenueProperties
{
    [Fact]
    public void No_fill_is_better_than_the_market_gave_and_nothing_is_used_twice_or_lost()
    {
        var coverage = new Coverage(
            "taker at a level", "taker beyond the depth", "taker without a book", "maker by a trade", "maker by the book", "triggered", "liquidated",
            "funding at the set rate", "funding at a published rate", "a part", "whole", VenueReasons.ReduceOnly, VenueReasons.Requested, VenueReasons.Ioc,
            VenueReasons.Fok, VenueReasons.Liquidation, VenueReasons.InsufficientMargin, VenueReasons.PostOnlyWouldCross, VenueReasons.Refused, VenueReasons.NoMarket);

        Gen.Select(Ops.Worlds, Ops.Scripts).Sample(
            (world, script) =>
            {
                var play = new FairPlay(world, script);
                play.Play();
                coverage.Add(play.Met);
            },
            iter: 100_000);

        coverage.Check(casesMin: 100_000);
    }

    [Fact]
    public void A_snapshot_restored_at_any_point_changes_nothing_and_one_seed_gives_one_run()
    {
        var coverage = new Coverage("in flight", "working", "position", "reports later", "a queue ahead", "levels taken");
        Gen.Select(Ops.Worlds, Ops.Scripts, Gen.Int[5, 25]).Sample(
            (world, script, at) =>
            {
                var met = new List<string>();
                var (through, restored) = (new Run(world, world.NewVenue()), new Run(world, world.NewVenue()));
                for (var i = 0; i < script.Length; i++)
                {
                    if (i == at)
                    {
                        var snapshot = restored.Venue.Snapshot();
                        restored.Venue = SimulatedVenue.Restore(world.Options, VenueLifeTests.ThroughJson(snapshot));
                        Assert.Equal(VenueLifeTests.Text(snapshot), VenueLifeTests.Text(restored.Venue.Snapshot()));
                        met.Add(snapshot.InFlight.IsEmpty ? "nothing in flight" : "in flight");
                        met.Add(restored.Venue.OpenOrders(World.Symbol).IsEmpty ? "nothing working" : "working");
                        met.Add(snapshot.Orders.Any(order => order.QueueAhead > 0) ? "a queue ahead" : "no queue");
                        met.Add(snapshot.Markets[0].Bids.Concat(snapshot.Markets[0].Asks).Any(level => level.Taken > 0) ? "levels taken" : "nothing taken");
                        met.Add(restored.Venue.PositionQuantity(World.Symbol) == 0m ? "flat" : "position");
                    }

                    through.Play(script[i], i);
                    restored.Play(script[i], i);
                    Assert.Equal(through.Reports, restored.Reports);
                    if (i > at && through.Reports.Count > 0)
                    {
                        met.Add("reports later");
                    }
                }

                Assert.Equal(VenueLifeTests.Text(through.Venue.Snapshot()), VenueLifeTests.Text(restored.Venue.Snapshot()));
                coverage.Add(met);
            },
            iter: 10_000);

        coverage.Check(casesMin: 10_000);
    }

    [Fact]
    public void A_block_handed_over_whole_leaves_the_state_of_event_by_event()
    {
        var coverage = new Coverage("idle blocks", "busy blocks", "reports in blocks");
        Gen.Select(Ops.Worlds, Ops.Scripts, Gen.Int[1, 12]).Sample(
            (world, script, length) =>
            {
                var met = new List<string>();
                var single = new Run(world, world.NewVenue());
                var blocks = world.NewVenue();
                var block = new Block(world, blocks, met);
                var expected = new List<VenueReport>();
                for (var i = 0; i < script.Length; i++)
                {
                    if (!script[i].IsMarket || block.Count == length)
                    {
                        Assert.Equal(expected, block.Flush());
                        expected.Clear();
                    }

                    single.Play(script[i], i);
                    if (script[i].IsMarket)
                    {
                        expected.AddRange(single.Reports);
                        block.Add(script[i], single.NowMs);
                    }
                    else
                    {
                        new Run(world, blocks).Request(script[i], i, single.NowMs);
                    }
                }

                Assert.Equal(expected, block.Flush());
                Assert.Equal(VenueLifeTests.Text(single.Venue.Snapshot()), VenueLifeTests.Text(blocks.Snapshot()));
                coverage.Add(met);
            },
            iter: 10_000);

        coverage.Check(casesMin: 10_000);
    }

    private sealed class Block(World world, SimulatedVenue venue, List<string> met)
    {
        private readonly List<MarketEvent> _events = [];
        private readonly List<BookLevel> _depth = [];

        public int Count => _events.Count;

        public void Add(Op op, long timeMs) => _events.Add(Ops.ToEvent(op, timeMs, world, _depth));

        public List<VenueReport> Flush()
        {
            var reports = new List<VenueReport>();
            if (Count > 0)
            {
                met.Add(venue.IsIdle ? "idle blocks" : "busy blocks");
                var batch = new MarketBatch(World.Symbol, World.PriceScale, 0, [.. _events], Count, [.. _depth], 1);
                venue.Observe(0, batch, 0, Count, reports);
                _events.Clear();
                _depth.Clear();
            }

            met.AddRange(reports.Select(_ => "reports in blocks"));
            return reports;
        }
    }
}
