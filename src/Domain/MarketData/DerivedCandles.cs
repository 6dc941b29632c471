namespace Trading.Domain.MarketData;

/// <summary>Candles of any interval, computed from trades or, where there are none, from finer recorded candles. Never stored.</summary>
public static class DerivedCandles
{
    /// <summary>Can candles of the interval be derived for the symbol?</summary>
    public static bool CanDerive(DatasetSymbol symbol, CandleInterval interval) =>
        symbol.Find(SeriesKind.Trades) is not null
        || (symbol.Find(SeriesKind.Candles)?.Interval is { } recorded && interval.IsMadeOf(recorded));

    /// <summary>The candles whose open time lies in the query's range, each over its whole interval.</summary>
    /// <exception cref="ArgumentException">The symbol is unknown, or has neither trades nor candles that make up the interval.</exception>
    public static IEnumerable<Candle> Read(IMarketDataReader reader, MarketQuery query, CandleInterval interval, CancellationToken cancellation)
    {
        var symbol = reader.Symbols.FirstOrDefault(held => held.Symbol == query.Symbol)
            ?? throw new ArgumentException($"{query.Symbol} is not recorded.", nameof(query));
        if (!CanDerive(symbol, interval))
        {
            throw new ArgumentException($"{query.Symbol} has neither trades nor candles that make up {interval}.", nameof(interval));
        }

        if (Clip(symbol, query, interval) is not { } clipped)
        {
            return [];
        }

        var whole = clipped with { FromMs = FirstOpen(clipped.FromMs, interval), ToMs = LastClose(clipped.ToMs, interval), ReuseArrays = true, TradesOnly = true };
        return symbol.Find(SeriesKind.Trades) is not null
            ? FromTrades(reader, whole, interval, cancellation)
            : FromCandles(reader, whole, interval, cancellation);
    }

    /// <summary>Without bounds beyond the recording: around them there need not be a calendar.</summary>
    /// <returns>Null when nothing lies between the bounds.</returns>
    private static MarketQuery? Clip(DatasetSymbol symbol, MarketQuery query, CandleInterval interval)
    {
        var series = symbol.Find(SeriesKind.Trades) ?? symbol.Find(SeriesKind.Candles)!;
        var firstOpenMs = interval.OpenTimeOf(series.FromMs);
        return query.FromMs > series.ToMs || query.ToMs <= firstOpenMs
            ? null
            : query with { FromMs = query.FromMs <= firstOpenMs ? null : query.FromMs, ToMs = query.ToMs > series.ToMs ? null : query.ToMs };
    }

    private static IEnumerable<Candle> FromTrades(IMarketDataReader reader, MarketQuery query, CandleInterval interval, CancellationToken cancellation)
    {
        var fold = new TradeFold(interval);
        foreach (var batch in reader.ReadBatches(query, cancellation))
        {
            for (var next = 0; next < batch.Count;)
            {
                next = fold.Take(batch, next, out var closed);
                if (closed is { } candle)
                {
                    yield return candle;
                }
            }
        }

        if (fold.Finish() is { } last)
        {
            yield return last;
        }
    }

    private static IEnumerable<Candle> FromCandles(IMarketDataReader reader, MarketQuery query, CandleInterval interval, CancellationToken cancellation)
    {
        var builder = new CandleBuilder(interval);
        foreach (var part in reader.ReadCandles(query, cancellation))
        {
            if (builder.Add(part) is { } closed)
            {
                yield return closed;
            }
        }

        if (builder.Finish() is { } last)
        {
            yield return last;
        }
    }

    private static long? FirstOpen(long? fromMs, CandleInterval interval) =>
        fromMs is not { } at ? null : interval.OpenTimeOf(at) == at ? at : interval.CloseTimeOf(interval.OpenTimeOf(at));

    private static long? LastClose(long? toMs, CandleInterval interval) =>
        toMs is not { } at ? null : interval.CloseTimeOf(interval.OpenTimeOf(at - 1));
}
