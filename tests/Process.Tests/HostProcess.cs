using System.Collections.Concurrent;
using System.Diagnostics;

namespace Trading.Process.Tests;

/// <summary>A host of the platform as a process of its own, with its output.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    private readonly System.Diagnostics.Process _process;

    private HostProcess(System.Diagnostics.Process process, Uri? address) => (_process, Address) = (process, address);

    public Uri? Address { get; }

    public ConcurrentQueue<string> Output { get; } = new();

    public string OutputText => string.Join(Environment.NewLine, Output);

    /// <param name="assembly">Such as <c>Trading.Silo.dll</c>.</param>
    public static HostProcess Start(string assembly, string arguments, Uri? address, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{Path.Combine(AppContext.BaseDirectory, assembly)}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        if (address is not null)
        {
            start.Environment["ASPNETCORE_URLS"] = address.ToString();
        }

        var host = new HostProcess(new System.Diagnostics.Process { StartInfo = start }, address);
        host._process.OutputDataReceived += (_, line) => host.Output.Enqueue(line.Data ?? "");
        host._process.ErrorDataReceived += (_, line) => host.Output.Enqueue(line.Data ?? "");
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    public async Task ReadyAsync(TimeSpan limit)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < limit && !_process.HasExited)
        {
            try
            {
                using var response = await client.GetAsync("/health/ready");
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception absent) when (absent is HttpRequestException or TaskCanceledException)
            {
                // Not there yet.
            }

            await Task.Delay(AskEvery);
        }

        Assert.Fail($"Not ready after {clock.Elapsed}: {OutputText}");
    }

    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(limit, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = System.Diagnostics.Process.Start("kill", $"-TERM {_process.Id}"))
        {
            await kill.WaitForExitAsync();
        }

        return await ExitAsync(StopLimit);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
