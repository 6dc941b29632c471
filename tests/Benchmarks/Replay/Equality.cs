using Trading.Benchmarks.Data;
using Trading.Domain.MarketData;

namespace Trading.Benchmarks.Replay;

/// <summary>Kernel and hand-written loop must come to the same before their times are compared.</summary>
internal static class Equality
{
    public static HandWrittenLoop RunLoop(DatasetSymbol symbol, IEnumerable<MarketBatch> batches)
    {
        var loop = new HandWrittenLoop(symbol.Instrument, symbol.PriceScale, symbol.QuantityScale);
        loop.Run(batches);
        return loop;
    }

    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static (HandWrittenLoop Loop, TallyJournal Tally) Check(ArrayMarket market)
    {
        var (outcome, tally) = SampleRun.Go(market, SampleRun.Sample);
        var loop = RunLoop(market.Symbols[0], market.Batches);
        var signals = tally.Transitions.Where(transition => transition.To == "Signaled").Select(transition => transition.TimeMs).ToList();
        Require(signals.SequenceEqual(loop.Signals), $"signals: {signals.Count} and {loop.Signals.Count}", FirstDifference(signals, loop.Signals));
        Require(tally.Fills.SequenceEqual(loop.Fills), $"fills: {tally.Fills.Count} and {loop.Fills.Count}", FirstDifference(tally.Fills, loop.Fills));
        var nets = tally.RoundTrips.Select(trip => trip.NetPnl).ToList();
        Require(nets.SequenceEqual(loop.Nets), $"round trips: {nets.Count} and {loop.Nets.Count}", FirstDifference(nets, loop.Nets));
        Require(outcome.Report!.FinalEquity == loop.Balance, $"final equity: {outcome.Report.FinalEquity} and {loop.Balance}", "");
        return (loop, tally);
    }

    private static void Require(bool holds, string what, string where)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Kernel and hand-written loop differ in {what}. {where}");
        }
    }

    private static string FirstDifference<T>(List<T> kernel, List<T> loop)
    {
        var at = kernel.Zip(loop).TakeWhile(pair => EqualityComparer<T>.Default.Equals(pair.First, pair.Second)).Count();
        return $"At {at}: {(at < kernel.Count ? kernel[at] : default)} and {(at < loop.Count ? loop[at] : default)}.";
    }
}
