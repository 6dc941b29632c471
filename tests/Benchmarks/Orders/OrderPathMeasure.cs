using Npgsql;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Silo;
using Trading.Storage;
using Trading.Testing;

namespace Trading.Benchmarks.Orders;

/// <summary>Row "durable order path": states of orders that grains write against rows that pgbench inserts, in turn on one server.</summary>
internal static class OrderPathMeasure
{
    private const int Writers = 64;
    private const int Rounds = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(4);

    public static async Task RunAsync()
    {
        Report.Head("durable order path (PostgreSQL)");
        await using var engine = await BenchEngine.StartAsync(StorageEngine.PostgreSql);
        await using var silo = await BenchSilo.StartAsync(engine.Folder, engine.ConnectionString);
        var writers = await StateWriters.PrepareAsync(silo.Grains, Writers);
        await PrivatePostgres.ExecuteAsync(engine.ConnectionString!, "CREATE TABLE reference (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload bytea NOT NULL)");
        var script = $"INSERT INTO reference (payload) VALUES ('\\x{Convert.ToHexString(writers.Payload)}');";
        var database = new NpgsqlConnectionStringBuilder(engine.ConnectionString).Database!;
        Report.Line($"{writers.Payload.Length} bytes a row, {Writers} at a time");

        await writers.RunAsync(WarmUp);
        var ratios = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var written = await writers.RunAsync(Turn);
            var inserted = await PgBench.RunAsync(engine.Postgres!, database, script, Writers, Turn);
            ratios.Add(written / inserted);
            Report.Line($"{written:0} grain states a second, {inserted:0} inserts by pgbench: {written / inserted:0.00}");
        }

        var ratio = ratios.Order().ElementAt(Rounds / 2);
        Report.Verdict("grain state writes / single-row inserts of pgbench", ratio, "x", ">= 0.25", ratio >= 0.25);
    }
}
