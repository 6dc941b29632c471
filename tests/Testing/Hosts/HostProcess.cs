using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Trading.Testing.Hosts;

/// <summary>
/// One host as a child process that knows nothing but the settings given: its environment has nothing else.
/// It hangs on a pipe of this process, so that it ends with the tests, however they end.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    /// <summary>A host that is told to stop has this long (docker/compose.yaml gives it some more).</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);
    private static readonly string[] Inherited = ["PATH", "HOME", "DOTNET_ROOT", "TMPDIR"];

    // The watcher waits for the pipe to close without a word and then ends the process whose number it was born with.
    private const string Script = "exec 3<&0 </dev/null; pid=$$; (read -r _ <&3 || kill -KILL \"$pid\") >/dev/null 2>&1 & exec dotnet \"$0\" \"$@\" 3<&-";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();

    private HostProcess(Process process, string name, Uri? url)
    {
        _process = process;
        Name = name;
        Url = url;
    }

    public string Name { get; }

    /// <summary>Where it listens; null for one that is to end by itself.</summary>
    public Uri? Url { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Of a process that runs.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Of a process that runs: what of it lies in memory.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Since the process was started.</summary>
    public Stopwatch Age { get; } = Stopwatch.StartNew();

    /// <summary>All that it has said, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
            {
                return _output.ToString();
            }
        }
    }

    public static HostProcess Start(
        string name, string assembly, Uri? url, IEnumerable<KeyValuePair<string, string>> settings, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // As in the image: beside its own files, where appsettings would lie.
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (var argument in (string[])["-c", Script, assembly, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var variable in Inherited)
        {
            if (Environment.GetEnvironmentVariable(variable) is { } value)
            {
                start.Environment[variable] = value;
            }
        }

        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        if (url is not null)
        {
            start.Environment["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority);
        }

        var process = new Process { StartInfo = start };
        var host = new HostProcess(process, name, url);
        process.OutputDataReceived += (_, line) => host.Take(line.Data);
        process.ErrorDataReceived += (_, line) => host.Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Waits for /health/ready.</summary>
    /// <returns>How long it took since the start.</returns>
    public async Task<TimeSpan> ReadyAsync(TimeSpan limit)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
        await Eventually.GetAsync(
            async () =>
            {
                Assert.False(HasExited, $"{Name} ended before it was ready: {Output}");
                return await IsOkAsync(http, new Uri(Url!, "/health/ready")) ? "ready" : null;
            },
            limit,
            () => $"{Name} ready; it said: {Output}");
        return Age.Elapsed;
    }

    /// <summary>SIGTERM; the process must end by itself in time.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await ExitAsync(StopLimit);
    }

    /// <summary>SIGSTOP: it stands still, and does not know.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync(KillLimit);
    }

    /// <returns>The exit code of a process that ends by itself.</returns>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{Name} did not end within {limit.TotalSeconds} s; it said: {Output}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        // A word for the watcher: the process is gone, and its number may be another's soon.
        try
        {
            await _process.StandardInput.WriteLineAsync("gone");
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The watcher is gone as well.
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start(
            "/bin/sh", ["-c", "kill -\"$1\" \"$0\"", _process.Id.ToString(CultureInfo.InvariantCulture), signal]);
        await kill.WaitForExitAsync();
    }

    private static async Task<bool> IsOkAsync(HttpClient http, Uri url)
    {
        try
        {
            using var answer = await http.GetAsync(url);
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            // Not listening yet.
            return false;
        }
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                _output.AppendLine(line);
            }
        }
    }
}
