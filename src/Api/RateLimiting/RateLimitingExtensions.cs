using System.Threading.RateLimiting;
using Trading.Api.Problems;
using Trading.Api.Security;

namespace Trading.Api.RateLimiting;

internal static class RateLimitingExtensions
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryDefault = TimeSpan.FromSeconds(1);

    /// <summary>Marks an endpoint that makes things safer (cancel, stop, kill switch): it draws from its own bucket.</summary>
    public static TBuilder IsSafetyCommand<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(SafetyCommand.Instance);

    public static void AddTradingRateLimits(this IServiceCollection services, RateLimitSettings settings) =>
        services.AddRateLimiter(options =>
        {
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context => ByUser(context, settings)),
                PartitionedRateLimiter.Create<HttpContext, string>(context => ByAddress(context, settings)));
            options.OnRejected = async (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var given) ? given : RetryDefault;
                await Problem.TooMany(wait).ExecuteAsync(rejected.HttpContext);
            };
        });

    private static RateLimitPartition<string> ByUser(HttpContext context, RateLimitSettings settings)
    {
        if (CurrentUser.Find(context.User) is not { } user)
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        return IsSafety(context)
            ? Bucket("safety:" + user.Name, settings.SafetyPerSecond)
            : Bucket("user:" + user.Name, settings.UserPerSecond);
    }

    private static RateLimitPartition<string> ByAddress(HttpContext context, RateLimitSettings settings)
    {
        if (IsProbe(context))
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        var address = AddressThrottle.KeyOf(context.Connection.RemoteIpAddress);
        return Bucket((IsSafety(context) ? "safety:" : "") + address, settings.AddressPerSecond);
    }

    private static bool IsSafety(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SafetyCommand>() is not null;

    /// <summary>Probes come from the machine that decides whether this process lives.</summary>
    private static bool IsProbe(HttpContext context) => context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);

    private static RateLimitPartition<string> Bucket(string key, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * RateLimitSettings.BurstSeconds,
            TokensPerPeriod = Math.Max(1, (int)(perSecond * Period.TotalSeconds)),
            ReplenishmentPeriod = perSecond * Period.TotalSeconds >= 1 ? Period : TimeSpan.FromSeconds(1.0 / perSecond),
            QueueLimit = 0,
            AutoReplenishment = true,
        });

    private sealed class SafetyCommand
    {
        public static readonly SafetyCommand Instance = new();
    }
}
