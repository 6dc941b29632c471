using System.Collections.Immutable;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Stored;

namespace Trading.Api.Datasets;

/// <summary>Which candles are wanted: the parameters <c>interval</c> (1m), <c>from</c>, <c>to</c> (UTC, open times) and <c>limit</c> (5000).</summary>
internal sealed record CandlePage(CandleInterval Interval, DateTimeOffset? From, DateTimeOffset? To, int Limit)
{
    private const int LimitMax = 5_000;
    private const int IntervalLengthMax = 10;

    /// <summary>What <see cref="Of"/> reads.</summary>
    public static QueryParameter[] Parameters =>
    [
        new("interval", "A count and one of s, m, h, d, w, M; 1m when left out.", IsNumber: false), QueryParameters.From, QueryParameters.To,
        new("limit", "Candles of the answer: 1 to 5000, 5000 when left out.", IsNumber: true),
    ];

    public static CandlePage Of(QueryReader query) =>
        new(IntervalOf(query), query.Time("from"), query.Time("to"), query.Number("limit", LimitMax, 1, LimitMax));

    /// <returns>The candles, or why there cannot be any.</returns>
    public async Task<(CandlesAnswer? Candles, ProblemResult? Problem)> ReadAsync(
        DatasetReader reader, string datasetId, DatasetSymbol symbol, CancellationToken cancellation)
    {
        // As it was recorded, a candle needs no calendar to be shown.
        if (!Interval.IsCalendarAligned && symbol.Find(SeriesKind.Candles)?.Interval != Interval)
        {
            return (null, Problem.Invalid(
                "/interval", ProblemCodes.OutOfRange,
                $"The interval must follow the calendar: s, m and h that divide the day, 1d, 1w, M that divide the year; found {InputText.Quote(Interval.ToString())}."));
        }

        if (!DerivedCandles.CanDerive(symbol, Interval))
        {
            return (null, Problem.Invalid("/interval", "series_missing", $"{symbol.Symbol} has neither trades nor candles that make up {Interval}."));
        }

        var data = await reader.OpenAsync(datasetId, new HashSet<Symbol> { symbol.Symbol }, cancellation);

        // Reading blocks its thread, which must not be one of those that serve requests.
        var answer = await Task.Factory.StartNew(
            () => Read(data, symbol, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return (answer, null);
    }

    private CandlesAnswer Read(IMarketDataReader data, DatasetSymbol symbol, CancellationToken cancellation)
    {
        var range = new MarketQuery(symbol.Symbol, From?.ToUnixTimeMilliseconds(), To?.ToUnixTimeMilliseconds());
        var candles = ImmutableArray.CreateBuilder<CandleAnswer>();
        foreach (var candle in DerivedCandles.Read(data, range, Interval, cancellation))
        {
            if (candles.Count == Limit)
            {
                return new CandlesAnswer(
                    symbol.Symbol, Interval.ToString(), candles.ToImmutable(), DateTimeOffset.FromUnixTimeMilliseconds(candle.OpenTimeMs));
            }

            candles.Add(CandleAnswer.From(candle));
        }

        return new CandlesAnswer(symbol.Symbol, Interval.ToString(), candles.ToImmutable(), null);
    }

    private static CandleInterval IntervalOf(QueryReader query)
    {
        var text = query.Text("interval", IntervalLengthMax) ?? "1m";
        if (CandleInterval.TryParse(text, out var interval))
        {
            return interval;
        }

        query.Refuse("interval", ProblemCodes.OutOfRange, "The interval must be a count and one of s, m, h, d, w, M, such as 5m", text);
        return default;
    }
}
