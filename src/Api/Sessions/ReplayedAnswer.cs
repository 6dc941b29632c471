using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Results;
using Trading.Grains.Abstractions.Sessions;

namespace Trading.Api.Sessions;

/// <summary>What data the figures of a report stand on.</summary>
/// <param name="Dataset">Id or name, as the session was given it.</param>
/// <param name="DatasetId">Of the dataset itself, whatever its name means by now; null on a generated market.</param>
/// <param name="From">Event time of the first event.</param>
/// <param name="To">Event time reached.</param>
public sealed record ReplayedAnswer(string? Dataset, string? DatasetId, DateTimeOffset From, DateTimeOffset To, ImmutableArray<ReplayedSymbolAnswer> Symbols)
{
    public static ReplayedAnswer Of(SessionView session, SessionReport report)
    {
        var symbols = session.Session.Strategies.SelectMany(strategy => strategy.Symbols).Distinct();
        return new ReplayedAnswer(
            session.Settings.Market.Dataset, session.Dataset?.Id, report.StartAt, report.EndAt,
            session.Dataset is { } dataset ? [.. symbols.Select(dataset.Find).OfType<DatasetSymbol>().Select(ReplayedSymbolAnswer.Of)] : []);
    }
}

/// <summary>What was replayed of one symbol.</summary>
/// <param name="Synthetic">The scenario that generated the data; null for recorded data.</param>
/// <param name="Prices"><c>trades</c>; <c>candles</c>, pessimistic price steps, where there are no trades; <c>book</c> where there is neither.</param>
/// <param name="Book"><c>book</c>, or <c>assumed_spread</c> around the last price where none was recorded.</param>
/// <param name="Mark"><c>mark</c>, else what stands in for it: <c>book</c> (mid) or the last price.</param>
/// <param name="Funding"><c>dataset</c>: recorded times and rates; <c>settings</c>: every 8 h at the session's rate.</param>
/// <param name="Kinds">Series of the dataset that the replay read.</param>
/// <param name="Events">Market events of these series in the recording, of which a run that was stopped has replayed those up to <c>to</c>; a candle is four.</param>
public sealed record ReplayedSymbolAnswer(
    Symbol Symbol, string Venue, string? Synthetic, string Prices, string Book, string Mark, string Funding, ImmutableArray<string> Kinds, long Events)
{
    private const int StepsOfACandle = 4;

    public static ReplayedSymbolAnswer Of(DatasetSymbol recorded)
    {
        ImmutableArray<SeriesSummary> read = [.. recorded.Series.Where(series => series.Kind is not SeriesKind.Candles || recorded.IsReplayedFromCandles)];
        var hasBook = recorded.Find(SeriesKind.Book) is not null;
        var prices = recorded.IsReplayedFromCandles ? "candles" : recorded.Find(SeriesKind.Trades) is not null ? "trades" : hasBook ? "book" : "mark";
        return new ReplayedSymbolAnswer(
            recorded.Symbol, recorded.Venue, recorded.Synthetic, prices, hasBook ? "book" : "assumed_spread",
            recorded.Find(SeriesKind.Mark) is not null ? "mark" : hasBook ? "book" : prices,
            recorded.Find(SeriesKind.Funding) is not null ? "dataset" : "settings",
            [.. read.Select(series => SeriesKinds.NameOf(series.Kind))],
            read.Sum(series => series.Kind is SeriesKind.Candles ? StepsOfACandle * series.Rows : series.Rows));
    }
}
