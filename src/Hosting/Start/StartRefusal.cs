using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Serilog;
using Trading.Hosting.Logging;
using Trading.Hosting.Settings;
using Trading.Storage;
using Trading.Storage.Schema;

namespace Trading.Hosting.Start;

/// <summary>What a host does not start on: its operator reads one line that says what to do, and no stack trace.</summary>
public static class StartRefusal
{
    /// <summary>False for a failure that its operator can do nothing about by himself.</summary>
    public static bool Is(Exception failure) => failure
        is SettingsException or SchemaException or StorageInUseException or AddressException

        // Somebody took the address after it was looked at.
        or IOException { InnerException: AddressInUseException };

    /// <summary>Says it on the console.</summary>
    /// <returns>What the process ends with.</returns>
    public static int Say(Exception refusal, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(refusal);

        // The container with its logger may not exist yet; what is wrong must be seen all the same.
        using var log = new LoggerConfiguration().WriteToConsole(environment).CreateLogger();
        log.Fatal("Start refused: {Fault}", refusal.Message);
        return 1;
    }
}
