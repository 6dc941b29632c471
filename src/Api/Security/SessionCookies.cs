using Microsoft.AspNetCore.Authentication.JwtBearer;
using Trading.Domain.Users;

namespace Trading.Api.Security;

/// <summary>The same tokens as cookies, for browsers: out of reach of scripts, sent to this origin only.</summary>
internal static class SessionCookies
{
    private const string Access = "trading-access";
    private const string Refresh = "trading-refresh";
    private const string RefreshPath = "/api/v1/auth";

    public static void Write(HttpContext context, string accessToken, string refreshToken)
    {
        context.Response.Cookies.Append(Access, accessToken, Options(context, "/", AuthSettings.AccessTokenLife));
        context.Response.Cookies.Append(Refresh, refreshToken, Options(context, RefreshPath, RefreshFamily.Life));
    }

    public static void Delete(HttpContext context)
    {
        context.Response.Cookies.Delete(Access, Options(context, "/", null));
        context.Response.Cookies.Delete(Refresh, Options(context, RefreshPath, null));
    }

    public static string? RefreshTokenOf(HttpRequest request) => IsOwnPage(request) ? request.Cookies[Refresh] : null;

    /// <summary>Takes the cookie where no token is in the header, unless another site's page may have sent the request.</summary>
    public static void Offer(MessageReceivedContext context)
    {
        if (!context.Request.Headers.ContainsKey("Authorization")
            && context.Request.Cookies[Access] is { } token
            && (IsSafeMethod(context.Request.Method) || IsOwnPage(context.Request)))
        {
            context.Token = token;
        }
    }

    private static bool IsSafeMethod(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsOwnPage(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site])
        {
            return site is "same-origin" or "none";
        }

        // Older browsers send the origin with every request that changes something; a tool that sends neither is no browser.
        return request.Headers.Origin is not [{ } origin]
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value && page.Scheme == request.Scheme);
    }

    private static CookieOptions Options(HttpContext context, string path, TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        IsEssential = true,
        Path = path,
        MaxAge = life,
    };
}
