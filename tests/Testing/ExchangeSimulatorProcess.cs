using System.Diagnostics;
using System.Text;

namespace Trading.Testing;

/// <summary>
/// tools/ExchangeSimulator as a process of its own, on a port that it chooses. It hangs on a pipe of this process, so that it ends
/// with the tests, however they end.
/// </summary>
public sealed class ExchangeSimulatorProcess : IAsyncDisposable
{
    private const string Announcement = "listening on ";

    // The watcher waits for the pipe to close without a word and then ends the process whose number it was born with.
    private const string Script = "exec 3<&0 </dev/null; pid=$$; (read -r _ <&3 || kill -KILL \"$pid\") >/dev/null 2>&1 & exec dotnet \"$0\" \"$@\" 3<&-";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ExchangeSimulatorProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The exchange simulator ended: {Output}"));
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>All that it has said, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="folder">Where its ledger lies.</param>
    /// <param name="address">Of one that was killed and comes back; null for any free port.</param>
    public static async Task<ExchangeSimulatorProcess> StartAsync(string folder, Uri? address = null)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in (string[])["-c", Script, Assembly, "--urls", address?.GetLeftPart(UriPartial.Authority) ?? "http://127.0.0.1:0"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["Venue__DataDirectory"] = Path.Combine(folder, "venue");
        var simulator = new ExchangeSimulatorProcess(new Process { StartInfo = start });
        simulator._process.Start();
        simulator._process.BeginOutputReadLine();
        simulator._process.BeginErrorReadLine();
        simulator.Address = await simulator._address.Task.WaitAsync(StartLimit);
        return simulator;
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <returns>The exit code of one that ends by itself.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(StartLimit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
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

    /// <summary>Built with the tests, in their own configuration.</summary>
    private static string Assembly
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(folder.Parent!.Parent!.FullName, "ExchangeSimulator", folder.Name, "Trading.ExchangeSimulator.dll");
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.StartsWith(Announcement, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line[Announcement.Length..]));
        }
    }
}
