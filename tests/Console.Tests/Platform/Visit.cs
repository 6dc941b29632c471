using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Trading.Console.Tests.Platform;

/// <summary>One person at one browser window, and everything that went wrong in it.</summary>
public sealed class Visit : IAsyncDisposable
{
    /// <summary>Patience with a machine that is busy otherwise.</summary>
    public const float PatienceMs = 120_000;

    /// <summary>
    /// Turns violations into errors, but for eval: the reference page's code asks once whether it may compile at run time,
    /// and goes on without when the policy says no, as it must.
    /// </summary>
    private const string WatchPolicy =
        """
        document.addEventListener('securitypolicyviolation', fault => {
            if (fault.blockedURI !== 'eval') {
                console.error(`CSP ${fault.violatedDirective} ${fault.blockedURI}`);
            }
        });
        """;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private Visit(IBrowserContext context, IPage page, Uri address)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Note(message.Type == "error", message.Text);
        page.PageError += (_, error) => Note(isFault: true, error);
        page.RequestFailed += (_, request) => Note(isFault: true, $"{request.Url}: {request.Failure}");
        page.Response += (_, response) => Note(response.Status >= 400, $"{response.Status} {response.Url}");
        page.Request += (_, request) => Note(
            !request.Url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal),
            $"left the platform for {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Console errors, violations of the content security policy, failed requests, and requests to anywhere else.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    internal static async Task<Visit> BeginAsync(IBrowser browser, Uri address)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = address.AbsoluteUri });
        context.SetDefaultTimeout(PatienceMs);
        await context.AddInitScriptAsync(WatchPolicy);
        return new Visit(context, await context.NewPageAsync(), address);
    }

    public async Task<int> OpenAsync(string path) => (await Page.GotoAsync(path))!.Status;

    /// <summary>Signs in as a page of the platform would: the tokens come as cookies.</summary>
    public async Task<int> SignInAsync(string user, string password)
    {
        await OpenAsync("/docs/");
        return await Page.EvaluateAsync<int>(
            """
            async ([username, password]) => (await fetch('/api/v1/auth/token?cookie=true', {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify({ username, password }),
            })).status
            """,
            new[] { user, password });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isFault, string text)
    {
        if (isFault)
        {
            _faults.Enqueue(text);
        }
    }
}
