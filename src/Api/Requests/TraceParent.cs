using System.Diagnostics;

namespace Trading.Api.Requests;

/// <summary>Every answer says which trace it belongs to, also when nobody listens to traces.</summary>
internal static class TraceParent
{
    public static IApplicationBuilder UseTraceParent(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        using var own = Activity.Current is null ? new Activity("http").SetIdFormat(ActivityIdFormat.W3C).Start() : null;
        context.Response.Headers["traceparent"] = Activity.Current!.Id;
        context.Response.OnStarting(() =>
        {
            // Again, because an error handler clears the headers.
            if (!context.Response.Headers.ContainsKey("traceparent"))
            {
                context.Response.Headers["traceparent"] = (own ?? Activity.Current)?.Id;
            }

            return Task.CompletedTask;
        });
        await next(context);
    });
}
