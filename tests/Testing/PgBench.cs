using System.Globalization;
using System.Text.RegularExpressions;

namespace Trading.Testing;

/// <summary>PostgreSQL's own load driver: the reference for what a server can do on this machine at this moment.</summary>
public static partial class PgBench
{
    private const int Threads = 2;

    /// <summary>Single-row inserts, each prepared and a transaction of its own.</summary>
    /// <param name="postgres">Reached over loopback, as the platform reaches it.</param>
    /// <param name="script">Of one transaction.</param>
    /// <returns>Transactions a second, without the time of connecting.</returns>
    public static async Task<double> RunAsync(PrivatePostgres postgres, string database, string script, int clients, TimeSpan duration)
    {
        var start = PostgresTools.AsServiceUser(
            PostgresTools.PathOf("pgbench"), "--no-vacuum", "--protocol=prepared", "--file=-",
            string.Create(CultureInfo.InvariantCulture, $"--client={clients}"), string.Create(CultureInfo.InvariantCulture, $"--jobs={Threads}"),
            string.Create(CultureInfo.InvariantCulture, $"--time={Math.Ceiling(duration.TotalSeconds)}"), postgres.LibpqConnection(database));
        start.Environment["PGPASSWORD"] = postgres.Password;
        var output = await PostgresTools.RunAsync(start, script);
        return Rate().Match(output) is { Success: true } rate
            ? double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench said no rate: {output}");
    }

    [GeneratedRegex(@"tps = ([0-9.]+) \(without initial connection time\)")]
    private static partial Regex Rate();
}
