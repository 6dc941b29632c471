using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Trading.Storage.Paging;

namespace Trading.Api.Requests;

/// <summary>
/// Paging of a list that is made as a whole, in an order of its own: all of it unless <c>limit</c> asks for less; <c>cursor</c> goes on, and
/// <c>sort=desc</c> begins at its end.
/// </summary>
internal sealed record WholeListQuery(int? Limit, int From, bool IsReversed) : IEndpointParameterMetadataProvider
{
    private const int CursorLengthMax = 20;

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        ListParameters.Declare(builder, "all when left out", "The list's own order (asc, when left out), or from its end.");

    public static ValueTask<WholeListQuery?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var asked = ListParameters.Read(context);
        var isReversed = asked.Sort is SortDirection.Descending;
        return ValueTask.FromResult<WholeListQuery?>(new WholeListQuery(
            asked.Limit, asked.Cursor is { } cursor ? PlaceOf(cursor, isReversed) : 0, isReversed));
    }

    public ListAnswer<T> Of<T>(IEnumerable<T> items)
    {
        List<T> ordered = [.. IsReversed ? items.Reverse() : items];
        var page = ordered.Skip(From).Take(Limit ?? ordered.Count).ToList();
        var next = From + page.Count;
        return new ListAnswer<T>(page, next < ordered.Count ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Direction(IsReversed)}{next}"))) : null);
    }

    // A place counts from one end: read from the other it would show some items twice and others never.
    private static char Direction(bool isReversed) => isReversed ? 'd' : 'a';

    private static int PlaceOf(string cursor, bool isReversed)
    {
        Span<byte> bytes = stackalloc byte[CursorLengthMax];
        return Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var written)
            && written > 0 && bytes[0] == Direction(isReversed)
            && int.TryParse(bytes[1..written], NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                ? place
                : throw new CursorException();
    }
}
