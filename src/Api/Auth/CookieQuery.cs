using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Trading.Api.OpenApi;
using Trading.Api.Requests;

namespace Trading.Api.Auth;

/// <summary>Whether the tokens are wanted as cookies too: <c>?cookie=true</c>.</summary>
internal sealed record CookieQuery(bool IsWanted) : IEndpointParameterMetadataProvider
{
    private const string Name = "cookie";
    private const string Yes = "true";
    private const string No = "false";

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new QueryParameter(Name, "true: the tokens come as http-only cookies too, for browsers.", IsNumber: false, Yes, No));
    }

    public static ValueTask<CookieQuery?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var query = new QueryReader(context.Request.Query);
        var wanted = query.OneOf(Name, Yes, No);
        query.ThrowIfFaulty();
        return ValueTask.FromResult<CookieQuery?>(new CookieQuery(wanted == Yes));
    }
}
