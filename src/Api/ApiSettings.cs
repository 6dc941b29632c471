using Trading.Api.Alerts.Channels;
using Trading.Api.Datasets;
using Trading.Api.RateLimiting;
using Trading.Api.Security;

namespace Trading.Api;

/// <summary>What the API needs beyond what every host does.</summary>
/// <param name="CorsOrigins">Pages of other origins that may call; none unless configured.</param>
internal sealed record ApiSettings(
    AuthSettings Auth, RateLimitSettings RateLimits, ImportSettings Imports, AlertSettings Alerts, SealingSettings Sealing, IReadOnlyList<string> CorsOrigins);
