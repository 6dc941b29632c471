using Trading.Storage.Paging;

namespace Trading.Api.Requests;

/// <summary>One page of a list.</summary>
/// <param name="NextCursor">Given back as <c>cursor</c> for the next page; null on the last.</param>
public sealed record ListAnswer<T>(IReadOnlyList<T> Items, string? NextCursor);

public static class ListAnswer
{
    /// <summary>A page of rows as a page of answers.</summary>
    public static ListAnswer<TAnswer> From<TRow, TAnswer>(Page<TRow> page, Func<TRow, TAnswer> map)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new ListAnswer<TAnswer>([.. page.Items.Select(map)], page.NextCursor);
    }
}
