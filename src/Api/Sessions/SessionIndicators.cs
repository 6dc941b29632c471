using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Indicators;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Strategies;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Stored;

namespace Trading.Api.Sessions;

/// <summary>
/// The series that a run's strategies read. Not stored: a sealed dataset gives the same values whenever they are asked for.
/// They begin where the recording begins, so that every window is as full as it was in the run, and end where the run has come to.
/// </summary>
internal static class SessionIndicators
{
    /// <summary>Points of one answer, over all its series.</summary>
    public const int PointsMax = 500_000;

    /// <summary>Events read: a few seconds' work.</summary>
    public const long EventsMax = 20_000_000;

    private static readonly TimeSpan CandleInterval = TimeSpan.FromMinutes(1);

    public static async Task<Results<Ok<ListAnswer<IndicatorSeriesAnswer>>, ProblemResult>> Find(
        string id, WholeListQuery query, OwnerScope scope, IGrainFactory grains, DatasetReader datasets, PreviewLanes lanes, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var wanted = new SeriesSelection(
            reader.Text("strategy", 64), reader.Symbol("symbol"), reader.Text("indicator", 64), reader.Enum<PreviewCadence>("every") ?? PreviewCadence.Candle,
            reader.Time("from")?.ToUnixTimeMilliseconds() ?? long.MinValue, reader.Time("to")?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        reader.ThrowIfFaulty();
        if (await SessionEndpoints.FindAsync(id, scope, grains) is not { } session)
        {
            return Problem.NotFound("session", id);
        }

        if (session.Dataset is not { } dataset || session.Progress.EventTime is not { } reached)
        {
            return TypedResults.Ok(new ListAnswer<IndicatorSeriesAnswer>([], NextCursor: null));
        }

        var series = SeriesOf(session, wanted);
        var market = await datasets.OpenAsync(dataset.Id, series.Select(run => run.Symbol).ToHashSet(), context.RequestAborted);
        var answer = await lanes.RunAsync(
            () => Compute(series, market, wanted, Math.Min(wanted.ToMs, reached.ToUnixTimeMilliseconds() + 1), context.RequestAborted), context.RequestAborted);
        return TypedResults.Ok(query.Of(answer));
    }

    /// <summary>Those that market data alone decide: what an instance knows of its own signal and position stands in its transitions.</summary>
    private static ImmutableArray<RunSeries> SeriesOf(SessionView session, SeriesSelection wanted) =>
    [
        .. from strategy in session.Session.Strategies
           where wanted.Strategy is null || wanted.Strategy == strategy.Name
           from symbol in strategy.Symbols
           where wanted.Symbol is null || wanted.Symbol == symbol
           from indicator in StrategyDocument.Parse(Encoding.UTF8.GetBytes(strategy.Document)).Document!.Indicators
           where !indicator.Spec.IsInstance && (wanted.Indicator is null || wanted.Indicator == indicator.Name)
           select new RunSeries(strategy.Name, strategy.Version, symbol, indicator.Name, indicator.Spec),
    ];

    /// <summary>Each symbol is read once, whatever is computed of it, and what several series need of it is computed once.</summary>
    private static List<IndicatorSeriesAnswer> Compute(
        ImmutableArray<RunSeries> series, StoredMarketData market, SeriesSelection wanted, long endMs, CancellationToken cancellation)
    {
        var answers = series.Select(run => (Run: run, Column: new List<PreviewPoint>())).ToArray();
        var (points, events) = (0, 0L);
        foreach (var ofSymbol in answers.GroupBy(answer => answer.Run.Symbol))
        {
            var symbol = market.Symbols.First(held => held.Symbol == ofSymbol.Key);
            var previews = ofSymbol.GroupBy(answer => IntervalOf(answer.Run.Spec, symbol)).Select(PreviewOf).ToArray();
            foreach (var batch in PricedEvents.Read(market, new MarketQuery(ofSymbol.Key, null, endMs, ReuseArrays: true, DepthOnDemand: true), cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                Bound(events += batch.Count, EventsMax, "events");
                foreach (var preview in previews)
                {
                    preview.Append(batch);
                }
            }

            foreach (var preview in previews)
            {
                preview.Complete();
            }

            IndicatorPreview PreviewOf(IGrouping<TimeSpan, (RunSeries Run, List<PreviewPoint> Column)> ofInterval)
            {
                var columns = ofInterval.ToArray();
                return new IndicatorPreview(
                    [.. columns.Select(entry => entry.Run.Spec)], symbol.PriceScale, symbol.QuantityScale, wanted.Every, ofInterval.Key,
                    (slot, at, value) => Keep(columns[slot].Column, at, value));
            }
        }

        return [.. answers.Select(answer =>
            new IndicatorSeriesAnswer(
                answer.Run.Strategy, answer.Run.Version, answer.Run.Symbol, answer.Run.Name, answer.Run.Spec.Type, wanted.Every, answer.Column))];

        void Keep(List<PreviewPoint> column, long at, double value)
        {
            if (at >= wanted.FromMs && at < endMs)
            {
                Bound(++points, PointsMax, "points");
                column.Add(new PreviewPoint(at, value));
            }
        }
    }

    /// <summary>An indicator of candles shows a point at each of its own, every other at each minute, or at each recorded candle where these are longer.</summary>
    private static TimeSpan IntervalOf(IndicatorSpec spec, DatasetSymbol symbol)
    {
        var recorded = symbol.IsReplayedFromCandles ? symbol.Find(SeriesKind.Candles)!.Interval?.FixedLengthMs : null;
        return spec.CandleInterval is { } own ? own
            : recorded is { } ms && ms > CandleInterval.TotalMilliseconds ? TimeSpan.FromMilliseconds(ms)
            : CandleInterval;
    }

    private static void Bound(long count, long max, string what)
    {
        if (count > max)
        {
            throw new RequestRefusedException(Problem.Invalid(
                "/indicator",
                ProblemCodes.OutOfRange,
                string.Create(CultureInfo.InvariantCulture, $"The answer takes over {max} {what}: narrow it by strategy, symbol, indicator, from and to, or take a coarser cadence.")));
        }
    }

    private sealed record SeriesSelection(string? Strategy, Symbol? Symbol, string? Indicator, PreviewCadence Every, long FromMs, long ToMs);

    private sealed record RunSeries(string Strategy, int Version, Symbol Symbol, string Name, IndicatorSpec Spec);
}
