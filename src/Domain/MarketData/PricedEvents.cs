namespace Trading.Domain.MarketData;

/// <summary>
/// A symbol's events as indicators read them outside a session: where candles stand for trades their price steps are woven in,
/// on the path that they take while nothing is held.
/// </summary>
public static class PricedEvents
{
    /// <summary>As <see cref="IMarketDataReader.ReadBatches"/>, without deeper book levels where steps are woven in.</summary>
    /// <exception cref="ArgumentException">The symbol is not recorded.</exception>
    public static IEnumerable<MarketBatch> Read(IMarketDataReader reader, MarketQuery query, CancellationToken cancellation)
    {
        var symbol = reader.Symbols.FirstOrDefault(held => held.Symbol == query.Symbol)
            ?? throw new ArgumentException($"{query.Symbol} is not recorded.", nameof(query));
        return symbol.IsReplayedFromCandles ? Weave(reader, symbol, query, cancellation) : reader.ReadBatches(query, cancellation);
    }

    /// <summary>An event of a step's instant comes before it: a candle step is the last kind of an instant.</summary>
    private static IEnumerable<MarketBatch> Weave(IMarketDataReader reader, DatasetSymbol symbol, MarketQuery query, CancellationToken cancellation)
    {
        using var steps = Steps(reader, symbol, query, cancellation).GetEnumerator();
        var hasStep = steps.MoveNext();
        var woven = new List<MarketEvent>(query.BatchSize);
        foreach (var batch in reader.ReadBatches(query, cancellation))
        {
            for (var next = 0; next < batch.Count; next++)
            {
                var market = batch.Events[next];
                for (; hasStep && steps.Current.TimeMs < market.TimeMs; hasStep = steps.MoveNext())
                {
                    woven.Add(steps.Current);
                }

                market.DepthIndex = -1;
                woven.Add(market);
                if (woven.Count >= query.BatchSize)
                {
                    yield return Take(symbol, woven);
                }
            }
        }

        for (; hasStep; hasStep = steps.MoveNext())
        {
            woven.Add(steps.Current);
            if (woven.Count >= query.BatchSize)
            {
                yield return Take(symbol, woven);
            }
        }

        if (woven.Count > 0)
        {
            yield return Take(symbol, woven);
        }
    }

    private static IEnumerable<MarketEvent> Steps(IMarketDataReader reader, DatasetSymbol symbol, MarketQuery query, CancellationToken cancellation)
    {
        var interval = symbol.Find(SeriesKind.Candles)!.Interval!.Value;
        foreach (var candle in reader.ReadCandles(query, cancellation))
        {
            var lengthMs = interval.CloseTimeOf(candle.OpenTimeMs) - candle.OpenTimeMs;
            var stepper = new CandleStepper(
                candle.OpenTimeMs, lengthMs, Price(candle.Open), Price(candle.High), Price(candle.Low), Price(candle.Close),
                Scaled.FromDecimal(candle.Volume, symbol.QuantityScale));
            while (!stepper.IsOver)
            {
                yield return stepper.Next(stepper.IsLowNearer);
            }
        }

        long Price(decimal price) => Scaled.FromDecimal(price, symbol.PriceScale);
    }

    private static MarketBatch Take(DatasetSymbol symbol, List<MarketEvent> woven)
    {
        var batch = new MarketBatch(symbol.Symbol, symbol.PriceScale, symbol.QuantityScale, [.. woven], woven.Count);
        woven.Clear();
        return batch;
    }
}
