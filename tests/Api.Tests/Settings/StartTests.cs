using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Settings;

/// <summary>What a process says at its start, as somebody at its console sees it.</summary>
public sealed partial class StartTests
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("http://127.0.0.1:{0}", "127.0.0.1")]
    [InlineData("http://localhost:{0}", "127.0.0.1")]
    [InlineData("http://*:{0}", "0.0.0.0")]
    public async Task Address_that_another_process_has_is_refused_in_one_line(string url, string taken)
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Parse(taken), 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, url, port);
        using var process = ApiProcess.Start(folder.Path, $"--urls {address}", ("ASPNETCORE_ENVIRONMENT", "Development"));

        var (code, lines) = await process.ExitAsync();

        Assert.Equal(1, code);
        var refusal = Assert.Single(lines, line => !line.Contains(" INF ", StringComparison.Ordinal));
        Assert.Contains($"{address} cannot be opened: another process listens there.", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_start_is_readable_text_in_Development()
    {
        using var folder = new TemporaryFolder();
        using var process = ApiProcess.Start(folder.Path, "", ("ASPNETCORE_ENVIRONMENT", "Development"), ("Trading__Cluster__SiloPort", "none"));

        var (code, lines) = await process.ExitAsync();

        Assert.Equal(1, code);
        Assert.Matches(ReadableRefusal, Assert.Single(lines));
    }

    [Fact]
    public async Task Readable_line_of_a_request_names_its_trace()
    {
        using var folder = new TemporaryFolder();
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        using var process = ApiProcess.Start(
            folder.Path, $"--urls {address}", ("ASPNETCORE_ENVIRONMENT", "Development"), ("Serilog__MinimumLevel__Override__Microsoft.AspNetCore", "Information"));
        using var client = new HttpClient { BaseAddress = address };
        using var answer = await AnswerAsync(process, client);

        var trace = answer.Headers.GetValues("traceparent").Single().Split('-')[1];
        var lines = await process.KillAsync();

        Assert.Contains(lines, line => line.Contains("/health/live", StringComparison.Ordinal) && line.Contains(trace, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3} FTL .*Start refused: Settings are not usable: Trading__Cluster__SiloPort ")]
    private static partial Regex ReadableRefusal { get; }

    private static async Task<HttpResponseMessage> AnswerAsync(ApiProcess process, HttpClient client)
    {
        using var limit = new CancellationTokenSource(ReadyWithin);
        while (true)
        {
            Assert.False(process.HasExited);
            try
            {
                return await client.GetAsync(new Uri("/health/live", UriKind.Relative), limit.Token);
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }
}
