namespace Trading.Api.Security;

/// <summary>
/// Headers that keep browsers from doing more than the platform needs: nothing for data, the least for its two pages.
/// Data are somebody's: no cache on the way keeps them.
/// </summary>
internal static class SecurityHeaders
{
    private const string Data = "/api";
    private const string Docs = "docs";
    private const string Dashboard = "dashboard";
    private const int HstsSeconds = 31_536_000;

    public static void AddTradingSecurityHeaders(this IServiceCollection services) => services.AddSecurityHeaderPolicies()
        .SetDefaultPolicy(policy => Common(policy).AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().None();
            csp.AddFrameAncestors().None();
            csp.AddBaseUri().None();
            csp.AddFormAction().None();
        }))
        .AddPolicy(Docs, policy => Common(policy).AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().None();
            // Nothing is compiled at run time: the page asks once whether it may, and works without.
            csp.AddScriptSrc().Self().WithNonce();
            // The reference page writes its style sheets at run time.
            csp.AddStyleSrc().Self().UnsafeInline();
            csp.AddImgSrc().Self().Data();
            csp.AddFontSrc().Self().Data();
            csp.AddConnectSrc().Self();
            csp.AddFrameAncestors().None();
            csp.AddBaseUri().None();
            csp.AddFormAction().None();
        }))
        .AddPolicy(Dashboard, policy => Common(policy).AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().Self();
            csp.AddStyleSrc().Self().UnsafeInline();
            csp.AddImgSrc().Self().Data();
            csp.AddFontSrc().Self().Data();
            csp.AddFrameAncestors().None();
            csp.AddBaseUri().Self();
            csp.AddFormAction().None();
        }))
        .SetPolicySelector(context => context.HttpContext.Request.Path switch
        {
            var path when path.StartsWithSegments("/docs", StringComparison.Ordinal) => context.ConfiguredPolicies[Docs],
            var path when path.StartsWithSegments("/dashboard", StringComparison.Ordinal) => context.ConfiguredPolicies[Dashboard],
            _ => context.SelectedPolicy,
        });

    public static IApplicationBuilder UseUncachedData(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(Data, StringComparison.Ordinal))
        {
            context.Response.Headers.CacheControl = "no-store";
        }

        return next(context);
    });

    private static HeaderPolicyCollection Common(HeaderPolicyCollection policy) => policy
        .AddContentTypeOptionsNoSniff()
        .AddFrameOptionsDeny()
        .AddReferrerPolicyNoReferrer()
        .AddCrossOriginOpenerPolicy(opener => opener.SameOrigin())
        .AddCrossOriginResourcePolicy(resource => resource.SameOrigin())
        .AddPermissionsPolicyWithDefaultSecureDirectives()
        .AddStrictTransportSecurityMaxAge(HstsSeconds)
        .RemoveServerHeader();
}
