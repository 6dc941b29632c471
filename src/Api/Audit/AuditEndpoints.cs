using Trading.Api.Security;

namespace Trading.Api.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
    }
}
