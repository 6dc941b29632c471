using System.Globalization;
using Trading.Benchmarks.Failover;
using Trading.Benchmarks.Markets;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Orders;
using Trading.Benchmarks.Service;

namespace Trading.Benchmarks;

/// <summary>
/// What the service is measured by. Each can be run alone, within a minute or so (open orders: a quarter of an hour, for their deadlines are spread over ten
/// minutes), and has a process of its own, set as the hosts are: of most, a silo in that process is the subject.
/// </summary>
internal static class ServiceMeasures
{
    private const string Everything = "service";

    private static readonly OrderedDictionary<string, Func<int?, Task>> All = new(StringComparer.Ordinal)
    {
        ["start"] = _ => ServiceMeasure.StartAsync(),
        ["rest"] = _ => ServiceMeasure.PlaceAsync(),
        ["reads"] = _ => ServiceMeasure.ReadAsync(),
        ["order-path"] = _ => OrderPathMeasure.RunAsync(),
        ["order-life"] = _ => OrderLifeMeasure.RunAsync(),
        ["decision"] = _ => DecisionMeasure.RunAsync(),
        ["open-orders"] = orders => OpenOrdersMeasure.RunAsync(orders ?? OpenOrdersMeasure.CountDefault),
        ["failover"] = kills => FailoverMeasure.RunAsync(kills ?? FailoverMeasure.KillsDefault),
        ["live-load"] = symbols => LiveLoadMeasure.RunAsync(symbols ?? 200),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static async Task RunAllAsync()
    {
        foreach (var name in All.Keys)
        {
            await RunAsync(name, size: null);
        }
    }

    /// <param name="size">Symbols, orders or kills, where a measure has a number of them; null for its own.</param>
    /// <returns>False when there is no measure of this name.</returns>
    public static async Task<bool> RunAsync(string name, long? size)
    {
        if (name is Everything)
        {
            await RunAllAsync();
            return true;
        }

        if (!All.TryGetValue(name, out var measure))
        {
            return false;
        }

        if (OwnProcess.IsHost)
        {
            Report.Machine();
            await measure((int?)size);
        }
        else
        {
            OwnProcess.RunHost(size is { } given ? [name, given.ToString(CultureInfo.InvariantCulture)] : [name]);
        }

        return true;
    }
}
