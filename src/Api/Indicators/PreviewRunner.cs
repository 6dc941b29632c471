using System.Globalization;
using Trading.Api.Problems;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Stored;

namespace Trading.Api.Indicators;

/// <summary>Evaluates an indicator over a recording, within limits.</summary>
internal sealed class PreviewRunner(DatasetReader datasets, PreviewLanes lanes)
{
    /// <summary>Points of one answer.</summary>
    public const int PointsMax = 500_000;

    /// <summary>Events that one preview reads: a few seconds' work.</summary>
    public const long EventsMax = 20_000_000;

    /// <exception cref="RequestRefusedException">Over a limit, or too many previews at once.</exception>
    public async Task<PreviewAnswer> RunAsync(PreviewOrder order, CancellationToken cancellation)
    {
        var market = await datasets.OpenAsync(order.Dataset.Id, new HashSet<Symbol> { order.Query.Symbol }, cancellation);
        return await lanes.RunAsync(() => Run(order, market, cancellation), cancellation);
    }

    private static PreviewAnswer Run(PreviewOrder order, StoredMarketData market, CancellationToken cancellation)
    {
        var symbol = market.Symbols.First(held => held.Symbol == order.Query.Symbol);
        var (times, values) = (new List<long>(), new List<double>());
        var preview = new IndicatorPreview(
            [order.Indicator], symbol.PriceScale, symbol.QuantityScale, order.Every, order.CandleInterval, (_, at, value) =>
            {
                if (times.Count == PointsMax)
                {
                    throw TooLarge("/every", PointsMax, "points");
                }

                times.Add(at);
                values.Add(value);
            });
        var events = 0L;
        foreach (var batch in PricedEvents.Read(market, order.Query, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            events += batch.Count;
            if (events > EventsMax)
            {
                throw TooLarge("/from", EventsMax, "events");
            }

            preview.Append(batch);
        }

        preview.Complete();
        var column = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values);
        var points = new PreviewPoint[column.Length];
        var known = 0L;
        for (var row = 0; row < points.Length; row++)
        {
            points[row] = new PreviewPoint(times[row], column[row]);
            known += double.IsFinite(column[row]) ? 1 : 0;
        }

        return new PreviewAnswer(points, known, points.Length - known, order.Threshold?.CountTrue(column));
    }

    private static RequestRefusedException TooLarge(string pointer, long max, string what) => new(Problem.Invalid(
        pointer,
        ProblemCodes.OutOfRange,
        string.Create(CultureInfo.InvariantCulture, $"The preview has over {max} {what}: narrow it by from and to, or take a coarser cadence.")));
}
