using System.Diagnostics;
using Dapper;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Service;
using Trading.Benchmarks.Silo;
using Trading.Domain.Orders;
using Trading.Storage;

namespace Trading.Benchmarks.Orders;

/// <summary>
/// Row "whole order life": from place to the last acknowledgement of a filled order, against what the engine can write. Each of many traders buys and
/// sells by turns at the market.
/// </summary>
internal static class OrderLifeMeasure
{
    private const int Traders = 64;
    private const int Accounts = 16;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Trading = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Writing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OrderTimeout = TimeSpan.FromMinutes(1);

    public static async Task RunAsync()
    {
        await RunAsync(StorageEngine.Sqlite);
        await RunAsync(StorageEngine.PostgreSql);
    }

    private static async Task RunAsync(StorageEngine kind)
    {
        Report.Head($"whole order life ({kind})");
        await using var engine = await BenchEngine.StartAsync(kind);
        await using var silo = await BenchSilo.StartAsync(engine.Folder, engine.ConnectionString);
        var writers = await StateWriters.PrepareAsync(silo.Grains, Traders);
        var singles = new SingleWrites(silo.Database, writers.Payload);
        await singles.PrepareAsync();
        var accounts = Enumerable.Range(0, Accounts).Select(number => new BenchAccount(silo.Grains, number)).ToArray();
        foreach (var account in accounts)
        {
            await account.OpenAsync();
        }

        await TradeAsync(silo, accounts, WarmUp);
        await singles.RunAsync(Traders, Writing / 2);
        await writers.RunAsync(Writing / 2);

        // The engine's rate before and after, so that a machine that slows down meanwhile slows both.
        var (single, state) = (await singles.RunAsync(Traders, Writing), await writers.RunAsync(Writing));
        var lived = await TradeAsync(silo, accounts, Trading);
        single = (single + await singles.RunAsync(Traders, Writing)) / 2;
        state = (state + await writers.RunAsync(Writing)) / 2;

        var (perSecond, writes) = (lived.PerSecond, lived.WritesPerOrder.Values.Sum());
        Report.Line($"{perSecond:0.0} orders a second by {lived.Cores:0.00} processors, {single:0} single writes, {state:0} grain states");
        Report.Line($"writes of an order: {string.Join(", ", lived.WritesPerOrder.Where(part => part.Value >= 0.005).Select(part => FormattableString.Invariant($"{part.Key} {part.Value:0.00}")))}");
        Report.Line($"medians of a life: {string.Join(", ", lived.Steps.Select(step => FormattableString.Invariant($"{step.Step} {step.Ms:0.0} ms")))}");
        Report.Verdict("writes per order", writes, "", "<= 8", writes <= 8);
        Report.Verdict("orders / (single writes of the engine / writes per order)", perSecond * writes / single, "x", ">= 0.6", perSecond * writes / single >= 0.6);
        Report.Line($"the same against grain states, whose commits are shared on SQLite: {perSecond * writes / state:0.00}");
    }

    private static async Task<LivedOrders> TradeAsync(BenchSilo silo, BenchAccount[] accounts, TimeSpan duration)
    {
        var lives = new OrderLives(silo.Watch);
        var before = await WritesAsync(silo);
        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        using var stop = new CancellationTokenSource();
        var quoting = accounts.Select(account => account.QuoteUntilAsync(stop.Token)).ToArray();
        var sides = new Side[Traders];
        await ClosedLoop.RunAsync(Traders, duration, async trader =>
        {
            var account = accounts[trader % accounts.Length];
            var order = account.NewOrder(sides[trader], OrderType.Market, price: null, OrderTimeout, trader);
            sides[trader] = sides[trader] is Side.Buy ? Side.Sell : Side.Buy;
            var over = lives.OverAsync(order.Id);
            await account.PlaceAsync(order, judged: () => lives.Note(order.Id, "approved"));
            lives.Note(order.Id, "acknowledged");
            await over;
        });
        await lives.ToldAsync();
        var (elapsed, used) = (Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - cpu);
        await stop.CancelAsync();
        await Task.WhenAll(quoting);
        var after = await WritesAsync(silo);
        return new LivedOrders(
            lives.Count / elapsed.TotalSeconds, used / elapsed, [.. lives.Steps()],
            after.ToDictionary(part => part.Key, part => (part.Value - before.GetValueOrDefault(part.Key)) / (double)lives.Count, StringComparer.Ordinal));
    }

    /// <summary>States by name, reminders, and transactions of the journal, which one is for many orders: they leave a number on PostgreSQL alone.</summary>
    private static async Task<Dictionary<string, long>> WritesAsync(BenchSilo silo)
    {
        var writes = new Dictionary<string, long>(silo.Watch.Writes, StringComparer.Ordinal);
        if (silo.Database.Engine is StorageEngine.PostgreSql)
        {
            await using var connection = await silo.Database.Reader.OpenConnectionAsync();
            writes["journal"] = await connection.ExecuteScalarAsync<long>(
                "SELECT COUNT(*) FROM (SELECT xmin::text FROM journal UNION SELECT xmin::text FROM live_events) AS transactions");
        }

        return writes;
    }

    /// <param name="PerSecond">Orders whose life was over and told to everybody.</param>
    /// <param name="Cores">Processors that the silo used meanwhile.</param>
    /// <param name="Steps">Of a life, with their median time since the order was asked for.</param>
    /// <param name="WritesPerOrder">By what was written.</param>
    private sealed record LivedOrders(double PerSecond, double Cores, IReadOnlyList<(string Step, double Ms)> Steps, Dictionary<string, double> WritesPerOrder);
}
