using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Trading.Api.Audit;

namespace Trading.Api.Security;

/// <summary>Writes down who was refused what. Callers who are not signed in are not: anybody could fill the trail.</summary>
internal sealed class RefusalAudit(AuditTrail audit) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _inner = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && CurrentUser.Find(context.User) is { } user)
        {
            await audit.RecordAsync(context, user.Name, AuditActions.Refused, $"{context.Request.Method} {context.Request.Path}");
        }

        await _inner.HandleAsync(next, context, policy, authorizeResult);
    }
}
