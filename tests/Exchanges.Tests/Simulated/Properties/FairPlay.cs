using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Simulated.Properties;

/// <summary>
/// Watches a run with its own small model of the market and its own sums, sharing nothing with the venue: every fill
/// against what the market gave, every order's life, cash and position.
/// </summary>
internal sealed class FairPlay(World world, Op[] script)
{
    private readonly Dictionary<string, Watched> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<(bool IsAsk, decimal Price), decimal> _taken = [];
    private Quotes _before = Quotes.None;
    private Quotes _now = Quotes.None;
    private decimal _cash;
    private decimal _fees;
    private decimal _funding;
    private decimal _position;
    private bool _isForgotten;

    public HashSet<string> Met { get; } = new(StringComparer.Ordinal);

    private bool WasLiquidated => Met.Contains("liquidated");

    public void Play()
    {
        var run = new Run(world, world.NewVenue());
        for (var i = 0; i < script.Length; i++)
        {
            var op = script[i];
            if (op.IsSubmit)
            {
                var request = Ops.ToOrder(op, i);
                _orders.Add(request.Id, new(request, run.NowMs));
            }

            run.Play(op, i);
            if (op.IsMarket)
            {
                (_before, _now) = (_now, _now.After(run.Event, run.Depth));
                _isForgotten = false;
                Judge(run);
                ForgetUpdated();
            }

            Assert.Equal(_position, run.Venue.PositionQuantity(World.Symbol));
        }

        var position = run.Venue.Snapshot().Markets[0].Position;
        var difference = run.Venue.Balance - position.Cost - (world.Balance + _cash - _fees + _funding);
        Assert.True(WasLiquidated ? Math.Abs(difference) < 0.000_000_001m : difference == 0m, $"The cash is off by {difference}.");
    }

    private void Judge(Run run)
    {
        var (makerByTrade, makerBuys, makerSells) = (0m, 0m, 0m);
        foreach (var report in run.Reports)
        {
            switch (report)
            {
                case VenueFilled filled:
                    var order = _orders[filled.OrderId];
                    var quotes = filled.At.ToUnixTimeMilliseconds() < run.NowMs ? _before : _now;
                    if (ReferenceEquals(quotes, _now))
                    {
                        ForgetUpdated();
                    }

                    if (filled.Fill.Liquidity is Liquidity.Maker)
                    {
                        JudgeMaker(run, order, filled.Fill);
                        makerByTrade += run.Event.Kind is MarketEventKind.Trade ? filled.Fill.Quantity : 0m;
                        makerBuys += order.Request.Side is Side.Buy ? filled.Fill.Quantity : 0m;
                        makerSells += order.Request.Side is Side.Sell ? filled.Fill.Quantity : 0m;
                    }
                    else
                    {
                        JudgeTaker(quotes, order, filled.Fill);
                    }

                    Book(order, filled.Fill);
                    break;
                case VenueAccepted accepted:
                    Assert.False(_orders[accepted.OrderId].IsAccepted);
                    _orders[accepted.OrderId].IsAccepted = true;
                    break;
                case VenueRejected rejected:
                    Assert.False(_orders[rejected.OrderId].IsAccepted);
                    _orders[rejected.OrderId].End();
                    Met.Add(rejected.Reason);
                    break;
                case VenueTriggered triggered:
                    Assert.True(_orders[triggered.OrderId].IsAccepted);
                    Met.Add("triggered");
                    break;
                case VenueCanceled canceled:
                    Assert.Equal(_orders[canceled.OrderId].Filled, canceled.FilledQuantity);
                    _orders[canceled.OrderId].End();
                    Met.Add(canceled.Reason);
                    break;
                case VenueFunding funding:
                    Assert.Equal(_position, funding.Quantity);
                    _funding += funding.Payment;
                    Met.Add(funding.IsSetRate ? "funding at the set rate" : "funding at a published rate");
                    break;
                case VenueLiquidated liquidated:
                    Assert.Equal(_position, liquidated.Quantity);
                    _cash += liquidated.Quantity * liquidated.Price;
                    _position = 0m;
                    Met.Add("liquidated");
                    break;
                default:
                    Assert.Fail($"Unexpected {report}.");
                    break;
            }
        }

        if (run.Event.Kind is MarketEventKind.Trade)
        {
            Assert.True(makerByTrade <= run.Event.Quantity, "A trade's quantity was used twice.");
        }
        else if (run.Event.Kind is MarketEventKind.Book)
        {
            Assert.True(makerBuys <= _now.Asks.Sum(level => level.Quantity) && makerSells <= _now.Bids.Sum(level => level.Quantity), "More was filled than is displayed.");
        }
    }

    private void JudgeMaker(Run run, Watched order, Fill fill)
    {
        var limit = order.Request.Price!.Value;
        var isBuy = order.Request.Side is Side.Buy;
        Assert.Equal(limit, fill.Price);
        Assert.Equal(run.NowMs, fill.At.ToUnixTimeMilliseconds());
        if (run.Event.Kind is MarketEventKind.Trade)
        {
            Assert.True(isBuy ? _now.Last <= limit : _now.Last >= limit, "The trade did not come to the limit.");
            Met.Add("maker by a trade");
        }
        else
        {
            Assert.Equal(MarketEventKind.Book, run.Event.Kind);
            Assert.True(isBuy ? _now.Asks[0].Price <= limit : _now.Bids[0].Price >= limit, "The opposite best did not come to the limit.");
            Met.Add("maker by the book");
        }
    }

    private void JudgeTaker(Quotes quotes, Watched order, Fill fill)
    {
        var isBuy = order.Request.Side is Side.Buy;
        var levels = isBuy ? quotes.Asks : quotes.Bids;
        var best = levels.Length > 0 ? levels[0].Price : quotes.Last;
        Assert.True(isBuy ? fill.Price >= best : fill.Price <= best || best == 0m, $"{fill} is better than {best}.");
        if (order.Request.Price is { } limit)
        {
            Assert.True(isBuy ? fill.Price <= limit : fill.Price >= limit, "Taken beyond the limit.");
        }

        foreach (var level in levels)
        {
            if (level.Price == fill.Price)
            {
                var taken = _taken[(isBuy, level.Price)] = _taken.GetValueOrDefault((isBuy, level.Price)) + fill.Quantity;
                Assert.True(taken <= level.Quantity, $"{taken} taken of {level}.");
                Met.Add("taker at a level");
                return;
            }
        }

        Met.Add(levels.Length > 0 ? "taker beyond the depth" : "taker without a book");
    }

    private void Book(Watched order, Fill fill)
    {
        var request = order.Request;
        Assert.True(order.IsAccepted);
        Assert.True(fill.At.ToUnixTimeMilliseconds() >= order.SentMs + (long)world.Options.Latency.TotalMilliseconds, "Filled before it arrived.");
        order.Fill(fill.Quantity);
        Met.Add(fill.Quantity < request.Quantity ? "a part" : "whole");
        var after = _position + (request.Side.Sign * fill.Quantity);
        if (request.ReduceOnly)
        {
            Assert.True(Math.Abs(after) < Math.Abs(_position) && Math.Sign(after) != -Math.Sign(_position), "A reducing order opened.");
        }

        _position = after;
        _cash -= request.Side.Sign * fill.Quantity * fill.Price;
        _fees += fill.Fee;
        Assert.Equal(fill.Price * fill.Quantity * (fill.Liquidity is Liquidity.Maker ? 0.0002m : 0.0006m), fill.Fee);
    }

    /// <summary>Once an op, before the first fill that the event's own book gave: its levels are whole again.</summary>
    private void ForgetUpdated()
    {
        if (_isForgotten)
        {
            return;
        }

        _isForgotten = true;
        foreach (var key in _taken.Keys.ToArray())
        {
            if (_before.Displayed(key.IsAsk, key.Price) != _now.Displayed(key.IsAsk, key.Price))
            {
                _taken.Remove(key);
            }
        }
    }

    private sealed class Watched(OrderRequest request, long sentMs)
    {
        private bool _isOver;

        public OrderRequest Request { get; } = request;

        public long SentMs { get; } = sentMs;

        public decimal Filled { get; private set; }

        public bool IsAccepted { get; set; }

        public void Fill(decimal quantity)
        {
            Assert.False(_isOver);
            Filled += quantity;
            Assert.True(Filled <= Request.Quantity, "Overfilled.");
            _isOver = Filled == Request.Quantity;
        }

        public void End()
        {
            Assert.False(_isOver);
            _isOver = true;
        }
    }

    private sealed record Quotes(decimal Last, (decimal Price, decimal Quantity)[] Bids, (decimal Price, decimal Quantity)[] Asks)
    {
        public static Quotes None { get; } = new(0m, [], []);

        public Quotes After(MarketEvent market, BookLevel? deeper) => market.Kind switch
        {
            MarketEventKind.Trade => this with { Last = market.Price / 10m },
            MarketEventKind.Book => this with
            {
                Bids = Levels((market.Price, market.Quantity), (deeper?.BidPrice ?? 0, deeper?.BidQuantity ?? 0)),
                Asks = Levels((market.AskPrice, market.AskQuantity), (deeper?.AskPrice ?? 0, deeper?.AskQuantity ?? 0)),
            },
            _ => this,
        };

        public decimal? Displayed(bool isAsk, decimal price)
        {
            foreach (var level in isAsk ? Asks : Bids)
            {
                if (level.Price == price)
                {
                    return level.Quantity;
                }
            }

            return null;
        }

        private static (decimal Price, decimal Quantity)[] Levels(params ReadOnlySpan<(long Price, long Quantity)> scaled)
        {
            var levels = new List<(decimal, decimal)>();
            foreach (var (price, quantity) in scaled)
            {
                if (price > 0)
                {
                    levels.Add((price / 10m, quantity));
                }
            }

            return [.. levels];
        }
    }
}
