using Trading.Api.RateLimiting;
using Trading.Api.Security;

namespace Trading.Api;

/// <summary>What the API needs beyond what every host does.</summary>
/// <param name="CorsOrigins">Pages of other origins that may call; none unless configured.</param>
public sealed record ApiSettings(AuthSettings Auth, RateLimitSettings RateLimits, IReadOnlyList<string> CorsOrigins);
