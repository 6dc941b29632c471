using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace Trading.Benchmarks.Soak;

/// <summary>Looks into a process from outside: its metrics, its handles, its threads; and has it collect its garbage first.</summary>
internal sealed class ProcessProbe(int processId, Func<Task<string>> metrics)
{
    private const long CollectKeyword = 0x800000;
    private const string Assembly = ".dll";
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const string CollectionsOfAll = "dotnet_gc_collections_total{otel_scope_name=\"System.Runtime\",gc_heap_generation=\"gen2\"}";

    private const int Looks = 5;

    private static readonly TimeSpan CollectLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(200);

    public async Task<long> ActivationsAsync() => (long)Sum(await metrics(), "orleans_catalog_activations");

    /// <summary>Several looks, each behind a full collection: the service is never quite at rest. It sweeps, says that it is alive, answers this probe.</summary>
    public async Task<SoakSample> SampleAsync(TimeSpan at)
    {
        var looks = new List<SoakSample>();
        for (var look = 0; look < Looks; look++)
        {
            looks.Add(await LookAsync(at));
        }

        return SoakSample.Of(looks);
    }

    /// <summary>Collects twice, so that what waited for a finalizer is gone too, then counts.</summary>
    private async Task<SoakSample> LookAsync(TimeSpan at)
    {
        await CollectAsync();
        await CollectAsync();
        var text = await metrics();
        return new SoakSample(
            at,
            (long)(Sum(text, "dotnet_gc_last_collection_heap_size_bytes") - Sum(text, "dotnet_gc_last_collection_heap_fragmentation_size_bytes")),
            (long)Sum(text, "orleans_catalog_activations"), (long)Sum(text, "dotnet_timer_count"), Handles(),
            Directory.GetDirectories(Of("task")).Length - (int)Sum(text, "dotnet_thread_pool_thread_count"));
    }

    /// <summary>The runtime collects everything when a listener with this keyword comes.</summary>
    private async Task CollectAsync()
    {
        var before = Sum(await metrics(), CollectionsOfAll);
        var session = new DiagnosticsClient(processId).StartEventPipeSession([new EventPipeProvider(Runtime, EventLevel.Informational, CollectKeyword)], requestRundown: false);
        var drained = session.EventStream.CopyToAsync(Stream.Null);
        using (var limit = new CancellationTokenSource(CollectLimit))
        {
            while (Sum(await metrics(), CollectionsOfAll) <= before)
            {
                await Task.Delay(LookPause, limit.Token);
            }
        }

        session.Stop();
        await drained;
        session.Dispose();
    }

    /// <summary>
    /// Open files by name, sockets and the like by kind: their numbers differ at every look. Without assemblies: the runtime opens each when its code is first
    /// needed, and keeps it.
    /// </summary>
    private Dictionary<string, int> Handles() => Directory.GetFileSystemEntries(Of("fd"))
        .Select(entry => (new FileInfo(entry).LinkTarget ?? "").Split(":[")[0])
        .Where(target => !target.EndsWith(Assembly, StringComparison.Ordinal))
        .CountBy(target => target, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);

    private string Of(string part) => string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{part}");

    /// <param name="name">With or without labels.</param>
    private static double Sum(string text, string name) => text.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{')
        .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim(' ').Split(' ')[^1], NumberStyles.Float, CultureInfo.InvariantCulture));
}
