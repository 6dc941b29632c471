using Microsoft.Extensions.Logging;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Grains.Sessions;

internal static partial class SessionLog
{
    [LoggerMessage(6001, LogLevel.Information, "Session {SessionId} is {Status}")]
    public static partial void SessionChanged(this ILogger logger, string sessionId, SessionStatus status);

    [LoggerMessage(6002, LogLevel.Warning, "Session {SessionId}: the worker of run {Run} is silent, the run starts anew")]
    public static partial void RunSilent(this ILogger logger, string sessionId, int run);

    [LoggerMessage(6003, LogLevel.Warning, "Session {SessionId} could not be published to the read model; it is tried again")]
    public static partial void PublishFailed(this ILogger logger, Exception error, string sessionId);

    [LoggerMessage(6004, LogLevel.Information, "Session {SessionId}: run {Run} begins")]
    public static partial void RunBegins(this ILogger logger, string sessionId, int run);

    [LoggerMessage(6005, LogLevel.Information, "Session {SessionId}: run {Run} ended after {Events} events in {ElapsedMs} ms")]
    public static partial void RunEnded(this ILogger logger, string sessionId, int run, long events, double elapsedMs);

    [LoggerMessage(6006, LogLevel.Error, "Session {SessionId}: run {Run} failed")]
    public static partial void RunFailed(this ILogger logger, Exception error, string sessionId, int run);

    [LoggerMessage(6007, LogLevel.Information, "Session {SessionId}: run {Run} was taken over and is abandoned")]
    public static partial void RunAbandoned(this ILogger logger, string sessionId, int run);

    [LoggerMessage(6018, LogLevel.Warning, "Session {SessionId}: run {Run} lost some of its grains and finds its way back to where they were")]
    public static partial void LockStepBroken(this ILogger logger, Exception error, string sessionId, int run);

    [LoggerMessage(6011, LogLevel.Warning, "Session {SessionId} could not be opened; it is tried again")]
    public static partial void OpeningFailed(this ILogger logger, Exception error, string sessionId);

    [LoggerMessage(6012, LogLevel.Warning, "Session {SessionId}: not everything that runs for it could be woken; it is tried again")]
    public static partial void TouchFailed(this ILogger logger, Exception error, string sessionId);

    [LoggerMessage(6013, LogLevel.Warning, "Session {SessionId} could not be looked after; it is tried again")]
    public static partial void RoundFailed(this ILogger logger, Exception error, string sessionId);

    [LoggerMessage(6019, LogLevel.Warning, "Session {SessionId}: {Instances} did not answer and are shown as they last stood")]
    public static partial void InstancesSilent(this ILogger logger, string sessionId, IEnumerable<string> instances);

    [LoggerMessage(6009, LogLevel.Information, "Session {SessionId}: at {EventTime:O} {Code}: {Detail}")]
    public static partial void RunAlert(this ILogger logger, string sessionId, DateTimeOffset eventTime, string code, string detail);

    [LoggerMessage(6008, LogLevel.Warning, "Session {SessionId}: run {Run} cannot reach its session; it goes on")]
    public static partial void SessionUnreachable(this ILogger logger, Exception error, string sessionId, int run);
}
