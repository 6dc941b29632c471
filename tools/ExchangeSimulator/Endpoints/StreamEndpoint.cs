using Trading.ExchangeSimulator.Pushes;

namespace Trading.ExchangeSimulator.Endpoints;

/// <summary>Reports of one account as server-sent events. Nothing is kept for a connection that is not there.</summary>
internal static class StreamEndpoint
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);

    public static void MapStream(this IEndpointRouteBuilder routes) => routes.MapGet("/accounts/{account}/reports", RunAsync);

    private static async Task RunAsync(string account, HttpContext context, PushBoard board, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var subscriber = board.Subscribe(account);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, subscriber.Dropped, lifetime.ApplicationStopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            await WriteAsync(context, ": open\n\n", end.Token);
            var more = subscriber.Reports.WaitToReadAsync(end.Token).AsTask();
            while (true)
            {
                if (await Task.WhenAny(more, Task.Delay(PingInterval, time, end.Token)) != more)
                {
                    end.Token.ThrowIfCancellationRequested();
                    await WriteAsync(context, ": ping\n\n", end.Token);
                    continue;
                }

                await more;
                while (subscriber.Reports.TryRead(out var report))
                {
                    end.Token.ThrowIfCancellationRequested();
                    await context.Response.WriteAsync($"data: {report}\n\n", end.Token);
                }

                await context.Response.Body.FlushAsync(end.Token);
                more = subscriber.Reports.WaitToReadAsync(end.Token).AsTask();
            }
        }
        catch (OperationCanceledException)
        {
            // Dropped by a fault, left by its client, or the host ends: no word is said.
            context.Abort();
        }
        finally
        {
            board.Leave(account, subscriber);
        }
    }

    private static async Task WriteAsync(HttpContext context, string text, CancellationToken cancellation)
    {
        await context.Response.WriteAsync(text, cancellation);
        await context.Response.Body.FlushAsync(cancellation);
    }
}
