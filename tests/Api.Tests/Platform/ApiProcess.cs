using System.Diagnostics;

namespace Trading.Api.Tests.Platform;

/// <summary>The API as a process of its own on a folder of a test. It ends with the test.</summary>
internal sealed class ApiProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ApiProcess(Process process)
    {
        _process = process;
        (_output, _errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <param name="folder">Where it starts, and keeps its data.</param>
    public static ApiProcess Start(string folder, string arguments, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{typeof(Program).Assembly.Location}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
            Environment = { ["Trading__DataDirectory"] = folder },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return new ApiProcess(Process.Start(start)!);
    }

    public bool HasExited => _process.HasExited;

    /// <returns>What it ended with, and all lines that it wrote, to either stream.</returns>
    public async Task<(int Code, string[] Lines)> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        return (_process.ExitCode, (await _output + await _errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Ends it as it stands.</summary>
    /// <returns>All lines that it has written.</returns>
    public async Task<string[]> KillAsync()
    {
        _process.Kill();
        return (await ExitAsync()).Lines;
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
}
