using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Trading.Benchmarks.Service;

/// <summary>The whole platform as a process of its own on SQLite, as <c>make run</c> starts it. Killed at the end.</summary>
internal sealed class ServiceHost : IDisposable
{
    public const string Password = "benchmark-lantern-47";

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;

    private ServiceHost(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    /// <summary>From the start of the process until it was ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>Built beside the benchmarks, in their own configuration.</summary>
    private static string Assembly
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(folder.Parent!.Parent!.FullName, "Api", folder.Name, "Trading.Api.dll");
        }
    }

    /// <param name="folder">Its data directory, with or without data.</param>
    public static async Task<ServiceHost> StartAsync(string folder)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = new ProcessStartInfo("dotnet", [Assembly]) { WorkingDirectory = Path.GetDirectoryName(Assembly), RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["Trading__DataDirectory"] = folder;
        start.Environment["Trading__Logging__ConsoleLevel"] = "Error";
        start.Environment["TRADING_ADMIN_PASSWORD"] = Password;

        // One person measures what many would ask for.
        start.Environment["Trading__RateLimits__UserPerSecond"] = "1000000";
        start.Environment["Trading__RateLimits__AddressPerSecond"] = "1000000";
        var started = Stopwatch.GetTimestamp();
        var host = new ServiceHost(Process.Start(start)!, address);
        host._process.OutputDataReceived += (_, _) => { };
        host._process.BeginOutputReadLine();
        try
        {
            await host.ReadyAsync();
        }
        catch
        {
            host.Dispose();
            throw;
        }

        host.ReadyAfter = Stopwatch.GetElapsedTime(started);
        return host;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient { Timeout = ReadyLimit };
        using var limit = new CancellationTokenSource(ReadyLimit);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "/health/ready"), limit.Token);
                if (answer.StatusCode is HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The platform ended with {_process.ExitCode} before it was ready.");
            }

            await Task.Delay(LookPause, limit.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
