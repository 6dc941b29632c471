using Microsoft.Extensions.Logging;

namespace Trading.Grains.Markets;

internal static partial class MarketLog
{
    [LoggerMessage(6301, LogLevel.Information, "Market {Market}: feed {Feed} begins")]
    public static partial void FeedBegins(this ILogger logger, string market, string feed);

    [LoggerMessage(6302, LogLevel.Error, "Market {Market}: feed {Feed} broke; it is opened anew")]
    public static partial void FeedBroke(this ILogger logger, Exception error, string market, string feed);

    [LoggerMessage(6303, LogLevel.Warning, "Market {Market}: {Reader} could not take events from {First} on; it is tried again in {DelayMs} ms")]
    public static partial void DeliveryFailed(this ILogger logger, Exception error, string market, string reader, long first, double delayMs);

    [LoggerMessage(6304, LogLevel.Warning, "Market {Market}: {Reader} lags by {Events} events")]
    public static partial void ReaderLags(this ILogger logger, string market, string reader, long events);

    [LoggerMessage(6305, LogLevel.Error, "Market {Market}: {Reader} missed {Events} events that are no longer kept; it is told of a gap")]
    public static partial void ReaderSkipped(this ILogger logger, string market, string reader, long events);

    [LoggerMessage(6312, LogLevel.Information, "Market {Market}: {Reader} lags no more")]
    public static partial void ReaderCaughtUp(this ILogger logger, string market, string reader);

    [LoggerMessage(6306, LogLevel.Warning, "Market {Market}: {Count} bad events of kind {Kind} so far were left out")]
    public static partial void BadEvents(this ILogger logger, string market, string kind, long count);

    [LoggerMessage(6307, LogLevel.Information, "Market {Market}: feed {Feed} ends, nobody needs it any more")]
    public static partial void FeedEnds(this ILogger logger, string market, string feed);

    [LoggerMessage(6308, LogLevel.Information, "Market {Market}: recording {ImportId} begins; {Rows} rows of it are stored already")]
    public static partial void RecordingBegins(this ILogger logger, string market, string importId, long rows);

    [LoggerMessage(6309, LogLevel.Warning, "Market {Market}: recording {ImportId} could not be stored; it is tried again")]
    public static partial void RecordingNotStored(this ILogger logger, Exception error, string market, string importId);

    [LoggerMessage(6311, LogLevel.Warning, "Market {Market}: the end of what was recorded could not be stored")]
    public static partial void RecordingCutShort(this ILogger logger, Exception error, string market);

    [LoggerMessage(6310, LogLevel.Warning, "Market {Market}: recording {ImportId} is over or in other hands; nothing more is recorded here")]
    public static partial void RecordingOver(this ILogger logger, string market, string importId);

    [LoggerMessage(6313, LogLevel.Warning, "Market {Market}: feed {Feed} has been silent since {Since:O}")]
    public static partial void FeedStale(this ILogger logger, string market, string feed, DateTimeOffset since);

    [LoggerMessage(6314, LogLevel.Information, "Market {Market}: feed {Feed} speaks again")]
    public static partial void FeedFresh(this ILogger logger, string market, string feed);

    [LoggerMessage(6315, LogLevel.Warning, "Market {Market}: {Count} alerts could not be stored; it is tried again")]
    public static partial void AlertsNotTold(this ILogger logger, Exception error, string market, int count);

    [LoggerMessage(6316, LogLevel.Error, "Market {Market}: alert {Code} has nobody to go to or no room to wait: {Detail}")]
    public static partial void AlertNotRaised(this ILogger logger, string market, string code, string detail);
}
