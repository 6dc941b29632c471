using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Trading.Storage.Paging;

namespace Trading.Api.Requests;

/// <summary>Paging of a list that is read page by page: newest first and 50 items unless the <see cref="ListParameters"/> ask for something else.</summary>
internal sealed record ListQuery(PageRequest Page) : IEndpointParameterMetadataProvider
{
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        ListParameters.Declare(builder, "50 when left out", "Newest first (desc, when left out), or oldest first.");

    public static ValueTask<ListQuery?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var asked = ListParameters.Read(context);
        return ValueTask.FromResult<ListQuery?>(new ListQuery(new PageRequest(
            asked.Limit ?? PageRequest.LimitDefault, asked.Cursor, asked.Sort ?? SortDirection.Descending)));
    }
}
