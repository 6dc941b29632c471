using System.Net;
using System.Security;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Serilog.Events;
using Trading.Domain.Secrets;
using Trading.Domain.Users;

namespace Trading.Hosting.Settings;

/// <summary>What every host of the platform needs to know before it starts.</summary>
/// <param name="DataDirectory">Full path; holds the embedded database and the development key.</param>
/// <param name="ImportDirectory">Full path; uploaded files lie there while they are read.</param>
/// <param name="ConnectionString">PostgreSQL; null means one process with an embedded silo on SQLite.</param>
/// <param name="DatabasePoolMax">Connections of one process.</param>
/// <param name="AdminPassword">Password of the first administrator, used when there is none yet.</param>
/// <param name="OtlpEndpoint">Where traces and metrics are sent; null means nowhere.</param>
/// <param name="TraceRatio">Share of requests that are traced, 0–1.</param>
/// <param name="PaperVenueUrl">The venue of paper sessions, a process of its own; null when each account's venue is in the silo.</param>
/// <param name="ConsoleLevel">The least level that reaches the console.</param>
public sealed record TradingSettings(
    string DataDirectory,
    string ImportDirectory,
    SecretString? ConnectionString,
    int DatabasePoolMax,
    ClusterSettings Cluster,
    SecretString? AdminPassword,
    Uri? OtlpEndpoint,
    double TraceRatio,
    Uri? PaperVenueUrl,
    LogEventLevel ConsoleLevel,
    bool IsDevelopment)
{
    public const string ConnectionStringKey = "ConnectionStrings:Trading";
    public const string DataDirectoryKey = "Trading:DataDirectory";
    public const string ImportDirectoryKey = "Trading:Import:Directory";
    public const string PaperVenueUrlKey = "Trading:Paper:VenueUrl";
    public const string AdminPasswordKey = "TRADING_ADMIN_PASSWORD";

    public bool IsEmbedded => ConnectionString is null;

    public static TradingSettings Read(SettingsReader reader, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var connectionString = ConnectionStringOf(reader, environment);
        var data = DirectoryOf(reader, DataDirectoryKey);
        return new TradingSettings(
            data,
            reader.Text(ImportDirectoryKey) is null ? Path.Combine(data, "imports") : DirectoryOf(reader, ImportDirectoryKey),
            connectionString,
            reader.Number("Trading:Database:PoolMax", 32, 1, 1_000),
            ClusterSettings.Read(reader),
            AdminPasswordOf(reader),
            reader.Url("OTEL_EXPORTER_OTLP_ENDPOINT", "http", "https"),
            reader.Number("Trading:Telemetry:TracePercent", 10, 0, 100) / 100.0,
            reader.Url(PaperVenueUrlKey, "http", "https"),
            Enum.Parse<LogEventLevel>(reader.OneOf("Trading:Logging:ConsoleLevel", nameof(LogEventLevel.Verbose), Enum.GetNames<LogEventLevel>())),
            environment.IsDevelopment());
    }

    /// <summary>A socket in the file system, or the machine itself.</summary>
    private static bool IsHere(string host)
    {
        var name = host.Trim();
        var colon = name.LastIndexOf(':');
        var address = colon > 0 && name.IndexOf(':', StringComparison.Ordinal) == colon ? name[..colon] : name;
        return address.StartsWith('/') || string.Equals(address, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address, out var known) && IPAddress.IsLoopback(known));
    }

    private static SecretString? ConnectionStringOf(SettingsReader reader, IHostEnvironment environment)
    {
        if (reader.Text(ConnectionStringKey) is not { } text)
        {
            return null;
        }

        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(parts.Host) || string.IsNullOrEmpty(parts.Database))
            {
                reader.Fault(ConnectionStringKey, "must name a host and a database");
            }
            else if (!environment.IsDevelopment() && parts.SslMode is not (SslMode.VerifyFull or SslMode.VerifyCA) && !parts.Host.Split(',').All(IsHere))
            {
                // Anything less takes whoever answers for the server, and gives the password to him.
                reader.Fault(ConnectionStringKey, "must have SSL Mode=VerifyFull, or VerifyCA, for a server on another machine");
            }
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException)
        {
            // The parser's message quotes the text, which holds a password.
            reader.Fault(ConnectionStringKey, "must be a PostgreSQL connection string");
        }

        return new SecretString(text);
    }

    private static string DirectoryOf(SettingsReader reader, string key)
    {
        var path = Path.GetFullPath(reader.Text(key) ?? "./data");
        try
        {
            MakePrivate(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            reader.Fault(key, "must name a directory that can be made and written");
        }

        return path;
    }

    /// <summary>A new directory is its owner's alone: it holds password hashes and the development key.</summary>
    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static SecretString? AdminPasswordOf(SettingsReader reader)
    {
        if (reader.Text(AdminPasswordKey) is not { } password)
        {
            return null;
        }

        if (PasswordRule.FaultOf(password, FirstAdministratorName) is { } rule)
        {
            reader.Fault(AdminPasswordKey, rule);
        }

        return new SecretString(password);
    }

    /// <summary>The user that <see cref="AdminPassword"/> belongs to.</summary>
    public const string FirstAdministratorName = "admin";
}
