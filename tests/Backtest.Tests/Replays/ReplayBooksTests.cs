using CsCheck;
using Trading.Backtest.Tests.Support;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Backtest.Tests.Replays;

/// <summary>Whole random runs, audited from their journals in plain decimals, with no arithmetic of the product.</summary>
public sealed class ReplayBooksTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue - 1];

    [Fact]
    public void Cash_and_positions_are_conserved()
    {
        var coverage = new Coverage("filled", "partial fill", "increase", "funded", "liquidated", "open at the end", "flat at the end");
        Seeds.Sample(
            seed =>
            {
                var (market, run) = RandomRun.Make(seed);
                var (outcome, journal) = run.Go();
                var audit = new Audit(journal, run, market.Symbols);
                coverage.Case();
                coverage.Count("filled", journal.Fills.Count > 0);
                coverage.Count("partial fill", journal.Fills.GroupBy(entry => entry.Order.Id).Any(fills => fills.Count() > 1));
                coverage.Count("increase", audit.HasIncreased);
                coverage.Count("funded", journal.Ledger.Any(entry => entry.Kind is LedgerKind.Funding));
                coverage.Count("liquidated", journal.Ledger.Any(entry => entry.Kind is LedgerKind.Liquidation));
                coverage.Count("open at the end", audit.IsOpen);
                coverage.Count("flat at the end", !audit.IsOpen);
                audit.Check(journal.Last!, outcome.Report!.FinalEquity, outcome.Report.FinalBalance);
            },
            iter: 400);
        coverage.Check();
    }

    [Fact]
    public void No_fill_is_better_than_the_market_or_in_the_event_that_caused_its_order()
    {
        var coverage = new Coverage("taker at a book", "taker without a book", "maker", "stop");
        Seeds.Sample(
            seed =>
            {
                var (market, run) = RandomRun.Make(seed);
                var (_, journal) = run.Go();
                var (book, trades, maker, stop) = (false, false, false, false);
                foreach (var (order, fill) in journal.Fills.Where(entry => entry.Order.Request.Purpose is not OrderPurpose.Close))
                {
                    var known = market.Markets.Single(known => known.Instrument.Symbol == order.Request.Symbol);
                    if (known.CandleInterval is null)
                    {
                        Assert.True(fill.At >= order.Request.CreatedAt + run.Venue.Latency, $"seed {seed}: {fill} of {order.Request}");
                    }

                    stop |= order.Request.Type is OrderType.StopMarket;
                    if (fill.Liquidity is Liquidity.Maker)
                    {
                        maker = true;
                        Assert.Equal(order.Request.Price, fill.Price);
                    }
                    else if (known.CandleInterval is null && BestFor(market, known, order.Request.Side, fill.At.ToUnixTimeMilliseconds()) is { } best)
                    {
                        book |= known.Series.HasFlag(MarketSeries.Book);
                        trades |= !known.Series.HasFlag(MarketSeries.Book);
                        Assert.True(order.Request.Side is Side.Buy ? fill.Price >= best : fill.Price <= best, $"seed {seed}: {fill} against {best}");
                    }

                    if (order.Request.Price is { } limit)
                    {
                        Assert.True(order.Request.Side is Side.Buy ? fill.Price <= limit : fill.Price >= limit, $"seed {seed}: {fill} beyond {limit}");
                    }
                }

                coverage.Case();
                coverage.Count("taker at a book", book);
                coverage.Count("taker without a book", trades);
                coverage.Count("maker", maker);
                coverage.Count("stop", stop);
            },
            iter: 250);
        coverage.Check();
    }

    [Fact]
    public void Every_order_ends_and_an_intent_has_one_order()
    {
        Seeds.Sample(
            seed =>
            {
                var (_, journal) = RandomRun.Make(seed).Run.Go();
                Assert.All(journal.Orders, order => Assert.True(order.Status.IsTerminal, $"seed {seed}: {order.Id} {order.Status}"));
                Assert.All(
                    journal.Orders,
                    order => Assert.Equal(order.FilledQuantity, journal.Fills.Where(entry => entry.Order.Id == order.Id).Sum(entry => entry.Fill.Quantity)));
                Assert.All(journal.Orders, order => Assert.True(order.FilledQuantity <= order.Request.Quantity));
                Assert.Equal(journal.OrderIds.Count, journal.OrderIds.Distinct(StringComparer.Ordinal).Count());
            },
            iter: 150);
    }

    /// <summary>The best price that the recording offered a taker at an instant; of several states of one instant the best.</summary>
    private static decimal? BestFor(RandomMarket market, ReplayMarket known, Side side, long atMs)
    {
        decimal? best = null;
        var hasBook = known.Series.HasFlag(MarketSeries.Book);
        foreach (var happened in market.Market.EventsOf(known.Instrument.Symbol).Where(happened => happened.TimeMs <= atMs))
        {
            var price = happened.Kind switch
            {
                MarketEventKind.Book when hasBook => side is Side.Buy ? happened.AskPrice : happened.Price,
                MarketEventKind.Trade when !hasBook => happened.Price,
                _ => 0,
            };
            if (price > 0)
            {
                var offered = price / 10_000m;
                best = happened.TimeMs < atMs || best is not { } former ? offered : side is Side.Buy ? Math.Min(former, offered) : Math.Max(former, offered);
            }
        }

        return best;
    }

    /// <summary>Positions and balance from fills and ledger.</summary>
    private sealed class Audit
    {
        private readonly Dictionary<Symbol, (decimal Quantity, decimal Cost)> _positions = [];
        private readonly RecordingJournal _journal;
        private readonly Run _run;
        private decimal _realized;

        public Audit(RecordingJournal journal, Run run, IEnumerable<Symbol> symbols)
        {
            (_journal, _run) = (journal, run);
            foreach (var symbol in symbols)
            {
                _positions[symbol] = default;
            }

            // The ledger has every fill's fee and every forced close in the order in which they happened.
            var fills = journal.Fills.ToDictionary(entry => (entry.Order.Id, entry.Fill.TradeId));
            foreach (var trade in journal.Ledger.Where(entry => entry.Kind is LedgerKind.Fee or LedgerKind.Liquidation))
            {
                if (trade.Kind is LedgerKind.Liquidation)
                {
                    // Told once, as what was held: with it the fills add up to the position.
                    var (_, liquidated, strategy) = Assert.Single(journal.Liquidations, told => told.Liquidated.TradeId == trade.TradeId);
                    Assert.Equal((_positions[trade.Symbol!.Value].Quantity, trade.Amount), (liquidated.Quantity, -liquidated.MarginLost));
                    Assert.NotEmpty(strategy);
                    _positions[trade.Symbol!.Value] = default;
                }
                else if (fills.Remove((trade.OrderId!, trade.TradeId!), out var entry))
                {
                    Book(entry.Order, entry.Fill);
                }
            }

            Assert.Empty(fills);
        }

        public bool HasIncreased { get; private set; }

        public bool IsOpen => _positions.Values.Any(position => position.Quantity != 0m);

        public void Check(ReplayStanding end, decimal finalEquity, decimal finalBalance)
        {
            var balance = 0m;
            foreach (var entry in _journal.Ledger)
            {
                balance += entry.Amount;
                Assert.Equal(balance, entry.Balance);
            }

            Assert.Equal(_run.InitialBalance, Sum(LedgerKind.Deposit));
            Assert.Equal(_realized, Sum(LedgerKind.Realised));
            Assert.Equal(-_journal.Fills.Sum(entry => entry.Fill.Fee), Sum(LedgerKind.Fee));
            Assert.Equal(balance, finalBalance);

            var equity = balance;
            foreach (var (symbol, position) in _positions)
            {
                var shown = end.Positions.Single(known => known.Position.Symbol == symbol).Position;
                Assert.Equal(position.Quantity, shown.Quantity);
                Assert.Equal(position.Cost, shown.Cost);
                equity += (end.Markets.Single(market => market.Symbol == symbol).Mark * position.Quantity) - position.Cost;
            }

            Assert.Equal(equity, finalEquity);
            Assert.Empty(end.Account.Reservations);
            Assert.Equal(IsOpen, end.Account.PositionMargin > 0m);
            Assert.Equal(_journal.RoundTrips.Sum(trip => trip.GrossPnl) + OpenRealized(end), Sum(LedgerKind.Realised) + Sum(LedgerKind.Liquidation));
        }

        private static decimal OpenRealized(ReplayStanding end) => end.Positions.Sum(known => known.Position.RealizedPnl);

        private decimal Sum(LedgerKind kind) => _journal.Ledger.Where(entry => entry.Kind == kind).Sum(entry => entry.Amount);

        private void Book(Order order, Fill fill)
        {
            var rate = fill.Liquidity is Liquidity.Maker ? _run.Venue.MakerFeeRate : _run.Venue.TakerFeeRate;
            Assert.Equal(decimal.Round(fill.Price * fill.Quantity * rate, 12, MidpointRounding.ToEven), fill.Fee);

            var (quantity, cost) = _positions[order.Request.Symbol];
            var signed = order.Request.Side is Side.Buy ? fill.Quantity : -fill.Quantity;
            if (quantity == 0m || Math.Sign(quantity) == Math.Sign(signed))
            {
                HasIncreased |= quantity != 0m;
                Assert.False(order.Request.ReduceOnly);
                _positions[order.Request.Symbol] = (quantity + signed, cost + (signed * fill.Price));
                return;
            }

            // An entry never meets a position of the other side here, and what reduces is cut to the position.
            Assert.True(Math.Abs(signed) <= Math.Abs(quantity));
            var taken = quantity + signed == 0m ? cost : decimal.Round(cost * Math.Abs(signed) / Math.Abs(quantity), 12, MidpointRounding.ToEven);
            _realized += (-signed * fill.Price) - taken;
            _positions[order.Request.Symbol] = (quantity + signed, cost - taken);
        }
    }
}
