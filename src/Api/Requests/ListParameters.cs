using Trading.Api.OpenApi;
using Trading.Storage.Paging;

namespace Trading.Api.Requests;

/// <summary>The three parameters of every list, declared and read here alone. What one that was left out means is the list's to say.</summary>
/// <param name="Limit">1 to <see cref="PageRequest.LimitMax"/>.</param>
/// <param name="Cursor">Opaque; the list that made it says whether it is good.</param>
internal sealed record ListParameters(int? Limit, string? Cursor, SortDirection? Sort)
{
    private const int CursorLengthMax = 1_000;
    private const string LimitName = "limit";
    private const string CursorName = "cursor";
    private const string Ascending = "asc";
    private const string Descending = "desc";

    /// <param name="unlimited">How many items come without a limit, such as <c>50 when left out</c>.</param>
    /// <param name="order">What the two directions mean.</param>
    public static void Declare(EndpointBuilder builder, string unlimited, string order)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new QueryParameter(LimitName, FormattableString.Invariant($"Items of the page: 1 to {PageRequest.LimitMax}, {unlimited}."), IsNumber: true));
        builder.Metadata.Add(new QueryParameter(CursorName, "nextCursor of the page before.", IsNumber: false));
        builder.Metadata.Add(new QueryParameter("sort", order, IsNumber: false, Descending, Ascending));
    }

    /// <summary>Those that ask for a part of the list.</summary>
    public static IReadOnlyList<string> OfPages { get; } = [LimitName, CursorName];

    /// <exception cref="Problems.RequestRefusedException">A parameter breaks its rule; every fault at once.</exception>
    public static ListParameters Read(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var query = new QueryReader(context.Request.Query);
        var limit = query.Number(LimitName, 1, PageRequest.LimitMax);
        var cursor = query.Text(CursorName, CursorLengthMax);
        var sort = query.OneOf("sort", Descending, Ascending);
        query.ThrowIfFaulty();
        return new ListParameters(limit, cursor, sort is null ? null : sort == Ascending ? SortDirection.Ascending : SortDirection.Descending);
    }
}
