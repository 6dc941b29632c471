using Microsoft.Extensions.Logging;

namespace Trading.Grains.Datasets;

internal static partial class DatasetLog
{
    [LoggerMessage(7001, LogLevel.Warning, "Dataset {DatasetId}: run {Run} of import {ImportId} is silent, it starts anew")]
    public static partial void ImportSilent(this ILogger logger, string datasetId, string importId, int run);

    [LoggerMessage(7002, LogLevel.Information, "Dataset {DatasetId}: import {ImportId} brought {Rows} rows, left out {BadRows}")]
    public static partial void ImportReady(this ILogger logger, string datasetId, string importId, long rows, long badRows);

    [LoggerMessage(7003, LogLevel.Information, "Dataset {DatasetId}: import {ImportId} failed: {Code}")]
    public static partial void ImportFailed(this ILogger logger, string datasetId, string importId, string code);

    [LoggerMessage(7004, LogLevel.Error, "Dataset {DatasetId}: import {ImportId} broke off")]
    public static partial void ImportBroke(this ILogger logger, Exception error, string datasetId, string importId);

    [LoggerMessage(7005, LogLevel.Information, "Dataset {DatasetId}: import {ImportId} was taken over and is abandoned")]
    public static partial void ImportAbandoned(this ILogger logger, string datasetId, string importId);
}
