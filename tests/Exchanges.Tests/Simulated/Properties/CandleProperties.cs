using CsCheck;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Simulated;
using Trading.Testing;

namespace Trading.Exchanges.Tests.Simulated.Properties;

public sealed class CandleProperties
{
    private const long IntervalMs = 60_000;

    private static readonly int Cases = TestScale.Of(suite: 20_000, whole: 100_000);

    private static readonly Gen<(int Open, int Close, int Up, int Down)[]> Candles =
        Gen.Select(Gen.Int[185, 215], Gen.Int[185, 215], Gen.Int[0, 12], Gen.Int[0, 12]).Array[3, 8];

    private static readonly Gen<Op[]> Scripts = Gen.Select(
        Gen.Int[64, 99], Gen.Int[0, 3], Gen.Int[-10, 10], Gen.Int[1, 10], Gen.Int[0, 11], Gen.Int[0, 11],
        (kind, dt, a, b, c, d) => new Op(kind, dt, a, b, c, d)).Array[40];

    [Fact]
    public void No_candle_fill_is_better_than_the_move_gave_and_none_comes_in_the_step_that_caused_it()
    {
        var coverage = new Coverage("market", "triggered on the way", "triggered at a jump", "maker", "maker at a jump", "liquidated", "entry and stop in one step");

        Gen.Select(Candles, Scripts, Gen.Int[0, 2]).Sample(
            (candles, script, trigger) =>
            {
                var play = new Play(trigger == 0 ? StopTrigger.Last : StopTrigger.Mark, script);
                foreach (var candle in candles)
                {
                    play.Candle(candle.Open, candle.Close, Math.Max(candle.Open, candle.Close) + candle.Up, Math.Min(candle.Open, candle.Close) - candle.Down);
                }

                play.CheckCash();
                coverage.Add(play.Met);
            },
            iter: Cases);

        coverage.Check(casesMin: Cases);
    }

    [Fact]
    public void A_snapshot_restored_between_any_two_steps_changes_nothing()
    {
        var coverage = new Coverage("reports later", "awaiting", "working", "position", "stop of the entry's own step");

        Gen.Select(Candles, Scripts, Gen.Int[1, 24], Gen.Int[0, 1]).Sample(
            (candles, script, at, trigger) =>
            {
                var pair = new SnapshotPair((StopTrigger)trigger, script, at);
                foreach (var candle in candles)
                {
                    pair.Candle(candle.Open, candle.Close, Math.Max(candle.Open, candle.Close) + candle.Up, Math.Min(candle.Open, candle.Close) - candle.Down);
                }

                coverage.Add(pair.Met);
            },
            iter: Cases);

        coverage.Check(casesMin: Cases);
    }

    /// <summary>Two venues fed alike, of which one is replaced by a copy of itself once.</summary>
    private sealed class SnapshotPair(StopTrigger trigger, Op[] script, int at)
    {
        private readonly World _world = new(new() { StopTrigger = trigger, RejectPct = 10m }, MarketSeries.Candles | MarketSeries.Mark, 5_000m, 7);
        private readonly List<VenueReport> _expected = [];
        private readonly List<VenueReport> _reports = [];
        private SimulatedVenue? _through;
        private SimulatedVenue? _restored;
        private long _openMs = World.Start.ToUnixTimeMilliseconds() / IntervalMs * IntervalMs;
        private int _events;
        private int _sent;

        public HashSet<string> Met { get; } = new(StringComparer.Ordinal);

        public void Candle(int open, int close, int high, int low)
        {
            (_through, _restored) = (_through ?? _world.NewVenue(), _restored ?? _world.NewVenue());
            var stepper = new CandleStepper(_openMs, IntervalMs, open * 5, high * 5, low * 5, close * 5, 1_000);
            while (!stepper.IsOver)
            {
                var takesLowFirst = stepper.NextStep > 0 && _through.TakesLowFirst(0, stepper);
                Assert.Equal(takesLowFirst, stepper.NextStep > 0 && _restored.TakesLowFirst(0, stepper));
                var step = stepper.Next(takesLowFirst);
                Feed(step);
                Feed(new MarketEvent { Kind = MarketEventKind.Mark, TimeMs = step.TimeMs, Price = step.Price - 10, AskQuantity = MarketEvent.None, DepthIndex = -1 });
                Send(step.TimeMs);
            }

            _openMs += IntervalMs;
        }

        private void Feed(MarketEvent market)
        {
            if (_events++ == at)
            {
                var snapshot = _restored!.Snapshot();
                _restored = SimulatedVenue.Restore(_world.Options, VenueLifeTests.ThroughJson(snapshot));
                Assert.Equal(VenueLifeTests.Text(snapshot), VenueLifeTests.Text(_restored.Snapshot()));
                Meet(snapshot);
            }

            _expected.Clear();
            _reports.Clear();
            var batch = new MarketBatch(World.Symbol, World.PriceScale, 0, [market], 1);
            _through!.Advance(0, batch, market, _expected);
            _restored!.Advance(0, batch, market, _reports);
            Assert.Equal(_expected, _reports);
            if (_events > at + 1 && _reports.Count > 0)
            {
                Met.Add("reports later");
            }
        }

        private void Send(long nowMs)
        {
            for (var i = 0; i < 2 && _sent < script.Length; i++, _sent++)
            {
                var (op, now) = (script[_sent], DateTimeOffset.FromUnixTimeMilliseconds(nowMs));
                foreach (var venue in new[] { _through!, _restored! })
                {
                    if (op.IsSubmit)
                    {
                        venue.Submit(Ops.ToOrder(op, _sent), now);
                    }
                    else
                    {
                        venue.Cancel(FormattableString.Invariant($"o-{_sent - op.B}"), now);
                    }
                }
            }
        }

        private void Meet(VenueSnapshot snapshot)
        {
            Met.Add(snapshot.Markets[0].Awaiting.IsEmpty ? "nothing awaiting" : "awaiting");
            Met.Add(snapshot.Orders.Any(order => order.Status is OrderStatus.New or OrderStatus.PartiallyFilled) ? "working" : "nothing working");
            Met.Add(snapshot.Markets[0].Position.IsFlat ? "flat" : "position");
            Met.Add(snapshot.Orders.Any(order => order.IsOfEntryStep) || !snapshot.InFlight.IsEmpty ? "stop of the entry's own step" : "no such stop");
        }
    }

    private sealed class Play(StopTrigger trigger, Op[] script)
    {
        private const decimal Balance = 5_000m;

        private readonly World _world = new(new() { StopTrigger = trigger }, MarketSeries.Candles, Balance, 7);
        private readonly Dictionary<string, (OrderRequest Request, int SentInStep, bool BelongsToStep)> _orders = new(StringComparer.Ordinal);
        private SimulatedVenue? _venue;
        private long _openMs = World.Start.ToUnixTimeMilliseconds() / IntervalMs * IntervalMs;
        private int _step;
        private int _sent;
        private decimal _former;
        private decimal _cash;
        private decimal _position;

        public HashSet<string> Met { get; } = new(StringComparer.Ordinal);

        private SimulatedVenue Venue => _venue ??= _world.NewVenue();

        public void Candle(int open, int close, int high, int low)
        {
            var stepper = new CandleStepper(_openMs, IntervalMs, open * 5, high * 5, low * 5, close * 5, 1_000);
            while (!stepper.IsOver)
            {
                var isJump = stepper.NextStep == 0;
                var step = stepper.Next(!isJump && Venue.TakesLowFirst(0, stepper));
                _step++;
                var reports = new List<VenueReport>();
                Venue.Advance(0, new MarketBatch(World.Symbol, World.PriceScale, 0, [step], 1), step, reports);
                var to = step.Price / 10m;
                var entered = Judge(reports, step.TimeMs, isJump ? to : _former, to, isJump);
                _former = to;
                Send(step.TimeMs, entered);
            }

            _openMs += IntervalMs;
        }

        public void CheckCash()
        {
            var difference = Venue.Balance - Venue.Snapshot().Markets[0].Position.Cost - (Balance + _cash);
            Assert.True(Math.Abs(difference) < 0.000_000_001m, $"The cash is off by {difference}.");
        }

        /// <summary>One order or cancel after each step; after an entry its protective stop as well.</summary>
        private void Send(long timeMs, bool entered)
        {
            var now = DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
            var op = script[_sent++ % script.Length];
            if (entered && op.C < 8)
            {
                var side = _position > 0m ? Side.Sell : Side.Buy;
                var stop = Ops.ToOrder(op, _sent) with
                {
                    Id = FormattableString.Invariant($"stop-{_sent}"),
                    Side = side,
                    Type = OrderType.StopMarket,
                    TimeInForce = TimeInForce.Gtc,
                    Quantity = Math.Abs(_position),
                    Price = null,
                    StopPrice = _former - (side.Opposite.Sign * (op.B - 5)),
                    ReduceOnly = true,
                };
                _orders.Add(stop.Id, (stop, _step, true));
                Venue.Submit(stop, now);
            }

            if (op.IsSubmit)
            {
                var request = Ops.ToOrder(op, _sent);
                _orders.Add(request.Id, (request, _step, request is { ReduceOnly: true, Type: OrderType.StopMarket }));
                Venue.Submit(request, now);
            }
            else
            {
                Venue.Cancel(FormattableString.Invariant($"o-{_sent - op.B}"), now);
            }
        }

        private bool Judge(List<VenueReport> reports, long timeMs, decimal from, decimal to, bool isJump)
        {
            var before = _position;
            foreach (var report in reports)
            {
                if (report is VenueFilled filled)
                {
                    JudgeFill(_orders[filled.OrderId], filled.Fill, timeMs, from, to, isJump);
                }
                else if (report is VenueLiquidated liquidated)
                {
                    _cash += liquidated.Quantity * liquidated.Price;
                    _position = 0m;
                    Met.Add("liquidated");
                }
                else if (report is VenueFunding funding)
                {
                    _cash += funding.Payment;
                }
            }

            return Math.Abs(_position) > Math.Abs(before);
        }

        private void JudgeFill((OrderRequest Request, int SentInStep, bool BelongsToStep) order, Fill fill, long timeMs, decimal from, decimal to, bool isJump)
        {
            var isBuy = order.Request.Side is Side.Buy;
            var isInItsStep = fill.At.ToUnixTimeMilliseconds() < timeMs;
            Assert.True(_step > order.SentInStep);
            Assert.True(!isInItsStep || order.BelongsToStep, "Only the stop of an entry fills in the step that it was sent in.");
            var lowest = isInItsStep ? Math.Min(_former, order.Request.StopPrice!.Value) : Math.Min(from, to);
            var highest = isInItsStep ? Math.Max(_former, order.Request.StopPrice!.Value) : Math.Max(from, to);
            if (fill.Liquidity is Liquidity.Maker)
            {
                Assert.Equal(order.Request.Price, fill.Price);
                Assert.True(isBuy ? to < fill.Price : to > fill.Price, "The price did not go strictly through.");
                Assert.True(_step > order.SentInStep + 1, "Filled by the move before it arrived.");
                Met.Add(isJump ? "maker at a jump" : "maker");
            }
            else if (order.Request.StopPrice is { } level)
            {
                Assert.True(isBuy ? fill.Price > lowest : fill.Price < highest, $"{fill} is better than all of {from} to {to}.");
                if (order.Request.Type is OrderType.StopMarket)
                {
                    Assert.True(isBuy ? fill.Price > level : fill.Price < level, $"{fill} is not worse than its stop {level}.");
                }

                Met.Add(isInItsStep ? "entry and stop in one step" : isJump ? "triggered at a jump" : "triggered on the way");
            }
            else
            {
                Assert.True(isBuy ? fill.Price > to : fill.Price < to, $"{fill} is not worse than the step {to}.");
                Met.Add("market");
            }

            _position += order.Request.Side.Sign * fill.Quantity;
            _cash -= (order.Request.Side.Sign * fill.Quantity * fill.Price) + fill.Fee;
        }
    }
}
