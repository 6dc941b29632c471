using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Domain;

namespace Trading.Api.Requests;

/// <summary>
/// Refuses query parameters that an endpoint does not declare: a filter that nobody reads would answer more than was asked for. One rule for every
/// endpoint below <see cref="OnlyDeclaredQuery"/>, before anything is read or stored. As in bodies, a name is spelled exactly.
/// </summary>
internal static class DeclaredQuery
{
    /// <summary>Marks the endpoints of a group.</summary>
    public static RouteGroupBuilder OnlyDeclaredQuery(this RouteGroupBuilder group) => group.WithMetadata(Marker.Instance);

    public static IApplicationBuilder UseDeclaredQuery(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint() is { } endpoint && LooksAfter(endpoint) && FaultsOf(endpoint, context.Request.Query) is [_, ..] faults
            ? Problem.Invalid(faults).ExecuteAsync(context)
            : next(context));

    public static bool LooksAfter(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Marker>() is not null;

    private static IReadOnlyList<ValidationError> FaultsOf(Endpoint endpoint, IQueryCollection query)
    {
        if (query.Count == 0)
        {
            return [];
        }

        var declared = endpoint.Metadata.GetOrderedMetadata<QueryParameter>().Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        var known = declared.Count == 0 ? "none" : string.Join(", ", declared.Order(StringComparer.Ordinal));
        return
        [
            .. query.Keys.Where(name => !declared.Contains(name)).Select(name => new ValidationError(
                JsonPointer.Append("", name), ProblemCodes.UnknownField, $"There is no parameter {InputText.Quote(name)}; known are {known}.")),
        ];
    }

    private sealed class Marker
    {
        public static readonly Marker Instance = new();
    }
}
