using Microsoft.AspNetCore.DataProtection;
using Trading.Api.Accounts;
using Trading.Api.Alerts;
using Trading.Api.Alerts.Channels;
using Trading.Api.Audit;
using Trading.Api.Auth;
using Trading.Api.Datasets;
using Trading.Api.Events;
using Trading.Api.Idempotency;
using Trading.Api.Indicators;
using Trading.Api.Json;
using Trading.Api.Markets;
using Trading.Api.OpenApi;
using Trading.Api.Operations;
using Trading.Api.Orders;
using Trading.Api.Positions;
using Trading.Api.Problems;
using Trading.Api.RateLimiting;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Api.Sessions;
using Trading.Api.Strategies;
using Trading.Api.Users;
using Trading.Storage.Accounts;
using Trading.Storage.Alerts;
using Trading.Storage.Audit;
using Trading.Storage.Datasets;
using Trading.Storage.Idempotency;
using Trading.Storage.Live;
using Trading.Storage.MarketData.Stored;
using Trading.Storage.Results;
using Trading.Storage.Sessions;
using Trading.Storage.Strategies;

namespace Trading.Api;

internal static class ApiExtensions
{
    private const int HeaderBytesMax = 16 * 1024;

    public static void AddTradingApi(this WebApplicationBuilder builder, ApiSettings settings)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ApiJson.BodyBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        });
        var services = builder.Services;
        services.LetEndpointsJudgeTheirContentType();
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        // Nothing of ours is protected by it; without this it would write a key ring to the home directory.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddTradingSecurity(settings.Auth);
        services.AddTradingSecurityHeaders();
        services.AddTradingRateLimits(settings.RateLimits);
        services.AddTradingOpenApi();
        services.AddSingleton<AuditStore>();
        services.AddSingleton<IAuditQueries>(provider => provider.GetRequiredService<AuditStore>());
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IdempotencyStore>();
        services.AddHostedService<IdempotencyPurge>();
        services.AddSingleton<IDatasetQueries, DatasetQueries>();
        services.AddSingleton<ISegmentQueries, SegmentQueries>();
        services.AddSingleton<DatasetStore>();
        services.AddSingleton<DatasetReader>();
        services.AddSingleton<DatasetCatalogue>();
        services.AddSingleton<ImportFileStore>();
        services.AddSingleton(settings.Imports.Folder);
        services.AddSingleton(settings.Imports);
        services.AddSingleton<DatasetAccess>();
        services.AddSingleton<PreviewLanes>();
        services.AddSingleton<PreviewRunner>();
        services.AddSingleton<IStrategyQueries, StrategyStore>();
        services.AddSingleton<DatasetStarter>();
        services.AddSingleton<IMarketQueries, MarketQueries>();
        services.AddSingleton<SeriesTail>();
        services.AddSingleton<MarketSources>();
        services.AddSingleton<ISessionQueries, SessionStore>();
        services.AddSingleton<IResultQueries, ResultQueries>();
        services.AddSingleton<IAccountQueries, AccountStore>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<AlertChannelStore>();
        services.AddSingleton<IAlertChannelQueries>(provider => provider.GetRequiredService<AlertChannelStore>());
        services.AddSingleton(settings.Alerts);
        services.AddSingleton(settings.Sealing);
        services.AddSingleton<SealedSecrets>();
        services.AddSingleton<WebhookTarget>();
        services.AddSingleton<WebhookSender>();
        services.AddHostedService<AlertDispatcher>();
        services.AddSingleton<IAlertQueries>(provider => provider.GetRequiredService<AlertStore>());
        services.AddSingleton<ILiveEventQueries, LiveEventStore>();
        services.AddSingleton<LiveFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeed>());
        services.AddSingleton<PausedStrategies>();
        services.AddSingleton<EventText>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<EventSlots>();
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.CorsOrigins])
            .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("Authorization", "Content-Type", "If-Match", IdempotencyMiddleware.HeaderName, EventIds.HeaderName, "traceparent")
            .WithExposedHeaders("ETag", "Location", "Retry-After", "traceparent")));
    }

    /// <summary>The order matters: what is told about a request is set before anything can refuse it, and who asks is known before limits are counted.</summary>
    public static void UseTradingApi(this WebApplication app)
    {
        // Read at start: a key that cannot be used must stop the process and not the first request.
        app.Services.GetRequiredService<SigningKeyRing>();
        app.Services.GetRequiredService<SealedSecrets>();
        app.UseTraceParent();
        app.UseSecurityHeaders();
        app.UseUncachedData();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context =>
        {
            var status = context.HttpContext.Response.StatusCode;
            return new ProblemResult(status, ProblemCodes.Of(status)).ExecuteAsync(context.HttpContext);
        });
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseDeclaredQuery();
        app.UseDeclaredBody();
        app.UseMiddleware<IdempotencyMiddleware>();
    }

    /// <summary>One line for each noun. A group names its policy; the process does not start with one that does not.</summary>
    public static void MapTradingApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").OnlyDeclaredQuery();
        api.MapAuth();
        api.MapUsers();
        api.MapAudit();
        api.MapOperations();
        api.MapDatasets();
        api.MapDatasetData();
        api.MapMarkets();
        api.MapStrategies();
        api.MapIndicators();
        api.MapSessions();
        api.MapSessionResults();
        api.MapOrders();
        api.MapAccounts();
        api.MapPositions();
        api.MapEvents();
        api.MapAlerts();
        api.MapAlertChannels();
        routes.MapTradingOpenApi();
    }
}
