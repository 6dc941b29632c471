namespace Trading.Api.Datasets;

internal static partial class DatasetDataLog
{
    [LoggerMessage(9131, LogLevel.Information, "An export of dataset {DatasetId} was broken off: the dataset was deleted")]
    public static partial void ExportCutOff(this ILogger logger, string datasetId);
}
