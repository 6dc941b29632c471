using System.Globalization;

namespace Trading.Storage.Datasets;

/// <summary>Ids of the runs that fill an import; whoever's id is not in its row stores nothing.</summary>
public static class ImportRuns
{
    private const string Recorder = ":recorder-";

    /// <summary>Reads, generates, or sums a recording up.</summary>
    /// <param name="number">Counts the runs, from 1.</param>
    public static string Working(string importId, int number) => string.Create(CultureInfo.InvariantCulture, $"{importId}:{number}");

    /// <summary>Records a feed.</summary>
    /// <param name="activation">Unlike that of every other recorder; empty before the first one.</param>
    public static string Recording(string importId, string activation) => importId + Recorder + activation;

    /// <summary>Whether the run records: nobody but its session ends it, however long it is silent.</summary>
    public static bool IsRecording(string runId)
    {
        ArgumentNullException.ThrowIfNull(runId);
        return runId.Contains(Recorder, StringComparison.Ordinal);
    }
}
