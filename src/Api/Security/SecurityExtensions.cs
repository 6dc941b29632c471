using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Trading.Domain.Users;

namespace Trading.Api.Security;

internal static class SecurityExtensions
{
    public static void AddTradingSecurity(this IServiceCollection services, AuthSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<SigningKeyRing>();
        services.AddSingleton<UserAccessCache>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<PasswordSignIn>();
        services.AddSingleton<AddressThrottle>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerSetup>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalAudit>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Reader, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Policies.Writer, policy => policy.RequireRole(nameof(UserRole.Trader), nameof(UserRole.Admin)))
            .AddPolicy(Policies.Overseer, policy => policy.RequireRole(nameof(UserRole.Viewer), nameof(UserRole.Admin)))
            .AddPolicy(Policies.Admin, policy => policy.RequireRole(nameof(UserRole.Admin)))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsNoEndpoint).Build());
    }

    /// <summary>Denies by default: an endpoint that names no policy lets nobody in. What is no endpoint is answered 404 or 405, not 401.</summary>
    private static bool IsNoEndpoint(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;

    private sealed class BearerSetup(AccessTokens tokens) : IConfigureNamedOptions<JwtBearerOptions>
    {
        public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

        public void Configure(string? name, JwtBearerOptions options)
        {
            options.MapInboundClaims = false;
            options.SaveToken = false;
            options.TokenValidationParameters = tokens.Validation();
            options.Events = new JwtBearerEvents
            {
                OnMessageReceived = context =>
                {
                    SessionCookies.Offer(context);
                    return Task.CompletedTask;
                },
                OnTokenValidated = tokens.AcceptAsync,
            };
        }
    }
}
