using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Trading.Api.Alerts.Channels;

namespace Trading.Api.Tests.Alerts;

/// <param name="Id">The delivery's id, which repeats share.</param>
internal sealed record Received(string Path, string Id, string Signature, byte[] Body);

/// <summary>Somebody's endpoint on loopback, which answers as it is told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>The status to answer the next request with; by its number, from 1.</summary>
    public Func<int, int> Answer { get; set; } = _ => StatusCodes.Status204NoContent;

    public string Url(string path = "/hook") => _app.Urls.Single() + path;

    public static async Task<WebhookReceiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(FormattableString.Invariant($"http://127.0.0.1:{port}"));
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Requests.Enqueue(new Received(
            context.Request.Path, $"{context.Request.Headers[WebhookSender.IdHeader]}", $"{context.Request.Headers[WebhookSender.SignatureHeader]}", body.ToArray()));
        context.Response.StatusCode = Answer(Requests.Count);
        if (context.Response.StatusCode is StatusCodes.Status302Found)
        {
            context.Response.Headers.Location = "/elsewhere";
        }
    }
}
