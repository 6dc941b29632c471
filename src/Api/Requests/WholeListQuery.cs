using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Trading.Api.OpenApi;
using Trading.Storage.Paging;

namespace Trading.Api.Requests;

/// <summary>
/// Paging of a list that is made as a whole, in an order of its own: all of it unless <c>limit</c> asks for less; <c>cursor</c> goes on, and
/// <c>sort=desc</c> begins at its end.
/// </summary>
internal sealed record WholeListQuery(int? Limit, int From, bool IsReversed) : IEndpointParameterMetadataProvider
{
    private const int CursorLengthMax = 20;

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new QueryParameter("limit", "Items of the page: 1 to 500, all when left out.", IsNumber: true));
        builder.Metadata.Add(new QueryParameter("cursor", "nextCursor of the page before.", IsNumber: false));
        builder.Metadata.Add(new QueryParameter("sort", "The list's own order (asc, when left out), or from its end.", IsNumber: false, "asc", "desc"));
    }

    public static ValueTask<WholeListQuery?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var query = new QueryReader(context.Request.Query);
        var limit = query.Number("limit", 0, 1, PageRequest.LimitMax);
        var sort = query.OneOf("sort", "asc", "asc", "desc");
        var cursor = query.Text("cursor", CursorLengthMax);
        query.ThrowIfFaulty();
        return ValueTask.FromResult<WholeListQuery?>(new WholeListQuery(limit == 0 ? null : limit, cursor is null ? 0 : PlaceOf(cursor), sort == "desc"));
    }

    public ListAnswer<T> Of<T>(IEnumerable<T> items)
    {
        List<T> ordered = [.. IsReversed ? items.Reverse() : items];
        var page = ordered.Skip(From).Take(Limit ?? ordered.Count).ToList();
        var next = From + page.Count;
        return new ListAnswer<T>(page, next < ordered.Count ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture))) : null);
    }

    private static int PlaceOf(string cursor)
    {
        Span<byte> bytes = stackalloc byte[CursorLengthMax];
        return Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var written)
            && int.TryParse(bytes[..written], NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                ? place
                : throw new CursorException();
    }
}
