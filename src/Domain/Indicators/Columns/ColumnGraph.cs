using Trading.Domain.Indicators.Candles;
using Trading.Domain.Indicators.Histories;
using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators.Columns;

/// <summary>
/// The columns of one symbol, each made once whoever asks for it: edges by distance, averages and sums by window, formulas by
/// their text. Histories exist only for what is asked.
/// </summary>
internal sealed class ColumnGraph(int priceScale, int quantityScale, MarkSeries expectedMark)
{
    private readonly Dictionary<(SeriesHistory History, long DistanceMs), Edge> _edges = [];
    private readonly Dictionary<(Lane Lane, IndicatorWindow Window), ColumnNode> _windows = [];
    private readonly Dictionary<string, ColumnNode> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<long, CandleSeries> _candles = [];
    private readonly double _priceUnit = Math.Pow(10, priceScale);
    private readonly double _quantityUnit = Math.Pow(10, quantityScale);

    /// <summary>Null while no column reads trades.</summary>
    public TradeHistory? Trades { get; private set; }

    /// <summary>Null while no column averages the book.</summary>
    public BookHistory? Books { get; private set; }

    /// <summary>True when a column reads the newest book.</summary>
    public bool ReadsNewestBook { get; private set; }

    public IReadOnlyCollection<CandleSeries> Candles => _candles.Values;

    public IEnumerable<IBlockwise> Blockwise => _named.Values.OfType<IBlockwise>();

    private TradeHistory TradesNeeded => Trades ??= new TradeHistory();

    private BookHistory BooksNeeded => Books ??= new BookHistory();

    public ColumnNode Price() => Named("price", () => new LastPriceNode(TradesNeeded, _priceUnit));

    public ColumnNode MarkPrice() => Named("mark", () => new MarkPriceNode(expectedMark, priceScale));

    public ColumnNode IndexPrice() => Named("index", () => new IndexPriceNode(priceScale));

    public ColumnNode FundingRate() => Named("funding", () => new FundingRateNode());

    public ColumnNode PriceAverage(IndicatorWindow window) => Average(TradesNeeded, TradesNeeded.Price, window, _priceUnit);

    public ColumnNode Volume(IndicatorWindow window) => Sum(TradesNeeded.Quantity, window, _quantityUnit);

    public ColumnNode Bought(IndicatorWindow window) => Sum(TradesNeeded.Bought, window, _quantityUnit);

    public ColumnNode Sold(IndicatorWindow window) => Sum(TradesNeeded.Sold, window, _quantityUnit);

    public ColumnNode TradeCount(IndicatorWindow window) => Sum(TradesNeeded.Count, window, 1);

    public ColumnNode Notional(IndicatorWindow window) => Sum(TradesNeeded.Notional, window, _priceUnit * _quantityUnit);

    /// <summary>Plain mean of trade prices.</summary>
    public ColumnNode PriceMean(IndicatorWindow window) =>
        Formula(FormattableString.Invariant($"mean {window}"), Sum(TradesNeeded.PriceSum, window, _priceUnit), Sum(TradesNeeded.PriceCount, window, 1), default(Ratio));

    public ColumnNode Highest(IndicatorWindow window) => Extreme("highest", window, 1);

    public ColumnNode Lowest(IndicatorWindow window) => Extreme("lowest", window, -1);

    public ColumnNode DrawdownPct(IndicatorWindow window) =>
        Formula(FormattableString.Invariant($"drawdown {window}"), Price(), Highest(window), default(DrawdownPct));

    public ColumnNode Spread()
    {
        ReadsNewestBook = true;
        return Named("spread", () => new SpreadNode());
    }

    public ColumnNode SpreadAverage(IndicatorWindow window) => Average(BooksNeeded, BooksNeeded.SpreadPct, window, 1);

    public ColumnNode ImbalanceAverage(IndicatorWindow window) => Average(BooksNeeded, BooksNeeded.ImbalancePct, window, 1);

    public ColumnNode LiquidityAverage(IndicatorWindow window) => Average(BooksNeeded, BooksNeeded.Liquidity, window, _priceUnit * _quantityUnit);

    public ColumnNode Velocity(IndicatorWindow current, IndicatorWindow baseline) =>
        Formula(
            FormattableString.Invariant($"velocity {current} {baseline}"),
            PriceAverage(current),
            PriceAverage(baseline),
            new ChangePct(IndicatorWindow.DistanceSeconds(current, baseline)));

    /// <param name="baselineMin">Base units that the baseline's volume must exceed.</param>
    public ColumnNode VolumeSurge(IndicatorWindow current, IndicatorWindow baseline, double baselineMin) =>
        Formula(
            FormattableString.Invariant($"surge {current} {baseline} {baselineMin}"),
            Volume(current),
            Volume(baseline),
            new RateRatio(current.Seconds, baseline.Seconds, baselineMin));

    public ColumnNode TradeFrequency(IndicatorWindow current, IndicatorWindow baseline) =>
        Formula(
            FormattableString.Invariant($"frequency {current} {baseline}"),
            TradeCount(current),
            TradeCount(baseline),
            new RateRatio(current.Seconds, baseline.Seconds, 0));

    public ColumnNode Volatility(IndicatorWindow window, long stepMs) =>
        Named(FormattableString.Invariant($"volatility {window} {stepMs}"), () => new VolatilityNode(TradesNeeded, window.FromMs, window.ToMs, stepMs));

    public ColumnNode Stabilization(IndicatorWindow current, IndicatorWindow baseline, int sampleCount, long spacingMs) =>
        Named(
            FormattableString.Invariant($"stabilization {current} {baseline} {sampleCount} {spacingMs}"),
            () => new StabilizationNode(TradesNeeded, VelocityReader(current, baseline), sampleCount, spacingMs));

    public ColumnNode Reversal(IndicatorWindow current, IndicatorWindow baseline, long lookbackMs) =>
        Named(
            FormattableString.Invariant($"reversal {current} {baseline} {lookbackMs}"),
            () => new ReversalNode(TradesNeeded, Velocity(current, baseline), VelocityReader(current, baseline), lookbackMs));

    /// <param name="study">Makes the state; each study belongs to one spec.</param>
    public ColumnNode Candle(long intervalMs, CandleStudy study)
    {
        if (!_candles.TryGetValue(intervalMs, out var series))
        {
            _candles.Add(intervalMs, series = new CandleSeries(intervalMs, _priceUnit));
        }

        return new CandleNode(series, study);
    }

    public ColumnNode Formula<TFormula>(string name, ColumnNode x, ColumnNode y, TFormula formula)
        where TFormula : struct, IFormula => Named(name, () => new FormulaNode<TFormula>(x, y, formula));

    private ColumnNode Named(string name, Func<ColumnNode> make)
    {
        if (!_named.TryGetValue(name, out var node))
        {
            // Making a node may make others, so it is added once it is whole.
            node = make();
            _named.Add(name, node);
        }

        return node;
    }

    private Edge EdgeAt(SeriesHistory history, long distanceMs)
    {
        if (!_edges.TryGetValue((history, distanceMs), out var edge))
        {
            _edges.Add((history, distanceMs), edge = new Edge(history, distanceMs));
        }

        return edge;
    }

    private ColumnNode Average(SeriesHistory history, IntegralLane lane, IndicatorWindow window, double divisor) =>
        Windowed(lane, window, () => new AverageNode(lane, EdgeAt(history, window.FromMs), EdgeAt(history, window.ToMs), divisor));

    private ColumnNode Sum(SumLane lane, IndicatorWindow window, double divisor) =>
        Windowed(lane, window, () => new SumNode(lane, EdgeAt(TradesNeeded, window.FromMs), EdgeAt(TradesNeeded, window.ToMs), divisor));

    private ColumnNode Windowed(Lane lane, IndicatorWindow window, Func<ColumnNode> make)
    {
        if (!_windows.TryGetValue((lane, window), out var node))
        {
            _windows.Add((lane, window), node = make());
        }

        return node;
    }

    private ColumnNode Extreme(string name, IndicatorWindow window, double sign) =>
        Named(
            FormattableString.Invariant($"{name} {window}"),
            () => new ExtremeNode(TradesNeeded, EdgeAt(TradesNeeded, window.FromMs), EdgeAt(TradesNeeded, window.ToMs), sign, _priceUnit));

    private VelocityReader VelocityReader(IndicatorWindow current, IndicatorWindow baseline) =>
        new(Reader(current), Reader(baseline), IndicatorWindow.DistanceSeconds(current, baseline));

    private AverageReader Reader(IndicatorWindow window) =>
        new(TradesNeeded, TradesNeeded.Price, window.FromMs, window.ToMs, _priceUnit);
}
