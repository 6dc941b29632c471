using Trading.Benchmarks.Measures;

namespace Trading.Benchmarks.Service;

/// <summary>Rows "start", "place order over REST" and "API reads": the embedded platform from outside, by a load driver that asks in closed loops.</summary>
internal static class ServiceMeasure
{
    private const int Starts = 5;
    private const int ManyClients = 32;
    private const int Rounds = 3;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(4);

    public static Task StartAsync() => InFolderAsync(StartAsync);

    public static Task PlaceAsync() => InFolderAsync(folder => AtServiceAsync(folder, PlaceAsync));

    public static Task ReadAsync() => InFolderAsync(folder => AtServiceAsync(folder, ReadAsync));

    private static async Task InFolderAsync(Func<string, Task> measure)
    {
        var folder = Directory.CreateTempSubdirectory("trading-bench-").FullName;
        try
        {
            await measure(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AtServiceAsync(string folder, Func<ServiceClient, Task> measure)
    {
        using var host = await ServiceHost.StartAsync(folder);
        using var client = await ServiceClient.OpenAsync(host.Address);
        await measure(client);
    }

    private static async Task StartAsync(string folder)
    {
        Report.Head("start");
        var ready = new List<double>();
        for (var start = 0; start <= Starts; start++)
        {
            using var host = await ServiceHost.StartAsync(folder);
            if (start == 0)
            {
                Report.Line($"on an empty directory, schema made: {host.ReadyAfter.TotalSeconds:0.00} s");
            }
            else
            {
                ready.Add(host.ReadyAfter.TotalSeconds);
            }
        }

        var median = ready.Order().ElementAt(Starts / 2);
        Report.Verdict("process start to ready, embedded, built", median, "s", "< 4", median < 4);
    }

    private static async Task PlaceAsync(ServiceClient client)
    {
        Report.Head("place order over REST (SQLite, paper session on a live-paced feed)");
        await ClosedLoop.RunAsync(1, WarmUp, client.PlaceAsync);
        var alone = await ClosedLoop.RunAsync(1, Alone, client.PlaceAsync);
        Report.Verdict("1 client, p50", alone.Percentile(50), "ms", "<= 5", alone.Percentile(50) <= 5);
        Report.Verdict("1 client, p99", alone.Percentile(99), "ms", "<= 20", alone.Percentile(99) <= 20);
        await ClosedLoop.RunAsync(ManyClients, WarmUp, client.PlaceAsync);
        var together = await ClosedLoop.RunAsync(ManyClients, Together, client.PlaceAsync);
        Report.Verdict($"{ManyClients} closed-loop clients, p99", together.Percentile(99), "ms", "<= 300", together.Percentile(99) <= 300);
        Report.Line($"{alone.PerSecond:0} orders a second by one client, {together.PerSecond:0} by {ManyClients}");
    }

    private static async Task ReadAsync(ServiceClient client)
    {
        Report.Head("API reads");
        var order = $"/api/v1/orders/{await client.PlaceAsync()}";
        Func<Task> find = () => client.GetAsync(order);
        Func<Task> bare = () => client.GetAsync("/health/live");
        await ClosedLoop.RunAsync(ManyClients, Reading, find);
        await ClosedLoop.RunAsync(ManyClients, Reading, bare);
        var ratios = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var found = await ClosedLoop.RunAsync(ManyClients, Reading, find);
            var answered = await ClosedLoop.RunAsync(ManyClients, Reading, bare);
            ratios.Add(found.PerSecond / answered.PerSecond);
            Report.Line($"{found.PerSecond:0} reads a second of one order, {answered.PerSecond:0} of a bare endpoint");
        }

        var ratio = ratios.Order().ElementAt(Rounds / 2);
        Report.Verdict("order by id through the grain / a bare endpoint", ratio, "x", ">= 0.4", ratio >= 0.4);
    }
}
