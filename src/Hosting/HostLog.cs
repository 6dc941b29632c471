using Microsoft.Extensions.Logging;

namespace Trading.Hosting;

internal static partial class HostLog
{
    [LoggerMessage(9001, LogLevel.Information, "Administrator {UserName} was created")]
    public static partial void AdministratorCreated(this ILogger logger, string userName);

    [LoggerMessage(9002, LogLevel.Warning, "There is no administrator, and {SettingKey} is not set: nobody can sign in")]
    public static partial void NoAdministrator(this ILogger logger, string settingKey);

    [LoggerMessage(9003, LogLevel.Information, "Database {Engine} is ready, schema is up to date")]
    public static partial void StorageReady(this ILogger logger, string engine);

    [LoggerMessage(9004, LogLevel.Error, "State {StateName} of {GrainId} could not be stored")]
    public static partial void WriteFailed(this ILogger logger, Exception error, string stateName, string grainId);

    [LoggerMessage(9005, LogLevel.Warning, "No silo answers yet, trying again")]
    public static partial void ClusterUnreachable(this ILogger logger, Exception error);

    [LoggerMessage(9006, LogLevel.Information, "Stopping: not ready for new work")]
    public static partial void Stopping(this ILogger logger);
}
