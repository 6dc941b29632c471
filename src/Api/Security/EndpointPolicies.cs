using Microsoft.AspNetCore.Authorization;
using Trading.Domain;

namespace Trading.Api.Security;

internal static class EndpointPolicies
{
    /// <summary>The endpoints that neither name a policy nor say that they are open to all.</summary>
    public static IReadOnlyList<string> WithoutPolicy(IEnumerable<EndpointDataSource> sources) =>
    [
        .. sources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                && !endpoint.Metadata.OfType<IAuthorizeData>().Any(data => data.Policy is not null))
            .Select(endpoint => endpoint.DisplayName ?? endpoint.RoutePattern.RawText ?? "?"),
    ];

    /// <exception cref="InvariantException">One was forgotten.</exception>
    public static void RequirePolicies(this IEndpointRouteBuilder routes)
    {
        if (WithoutPolicy(routes.DataSources) is [_, ..] forgotten)
        {
            throw new InvariantException($"Endpoints without a policy: {string.Join(", ", forgotten)}.");
        }
    }
}
