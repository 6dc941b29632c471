using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Trading.Domain.Exchanges;

namespace Trading.Exchanges.Remote;

public static class RemoteVenueExtensions
{
    private const int QueryRetries = 2;

    private static readonly TimeSpan QueryRetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>The venue's ports, spoken to over HTTP. Only questions are repeated by themselves: everything else has one owner of its repetition, which knows the id.</summary>
    public static IServiceCollection AddRemoteVenue(this IServiceCollection services, RemoteVenueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton(options);
        services.AddSingleton<RemoteClock>();
        services.AddSingleton<RemoteMetrics>();
        services.AddSingleton<RemoteConnection>();
        services.AddSingleton<RemoteVenue>();
        services.AddSingleton<IOrderGateways>(provider => provider.GetRequiredService<RemoteVenue>());
        services.AddSingleton<IPaperVenue>(provider => provider.GetRequiredService<RemoteVenue>());
        services.AddSingleton<IVenueAccounts>(provider => provider.GetRequiredService<RemoteVenue>());
        services.AddSingleton<IVenueStream>(provider => provider.GetRequiredService<RemoteVenue>());
        AddClient(services, RemoteConnection.Commands, options);
        AddClient(services, RemoteConnection.Queries, options).AddResilienceHandler("questions", pipeline => pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = QueryRetries,
            Delay = QueryRetryDelay,
            BackoffType = DelayBackoffType.Constant,
            // An answer, whatever it says, is the caller's: he backs off and honours Retry-After.
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is HttpRequestException),
        }));
        return services;
    }

    private static IHttpClientBuilder AddClient(IServiceCollection services, string name, RemoteVenueOptions options) =>
        services.AddHttpClient(name, client =>
            {
                // Paths are told from the venue's folder, which a base address without a slash at its end would drop.
                client.BaseAddress = new Uri(options.Address.AbsoluteUri.TrimEnd('/') + "/");
                client.Timeout = options.AnswerLimit;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = options.ConnectLimit,
                UseProxy = false,
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            })
            .RemoveAllLoggers();
}
