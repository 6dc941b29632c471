using System.Runtime.CompilerServices;
using Trading.Storage.Paging;

namespace Trading.Api.Requests;

/// <summary>Whole lists, page by page.</summary>
internal static class Pages
{
    public static async IAsyncEnumerable<TAnswer> All<TRow, TAnswer>(
        Func<PageRequest, Task<Page<TRow>>> read,
        Func<TRow, TAnswer> map,
        SortDirection sort,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? cursor = null;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await read(new PageRequest(PageRequest.LimitMax, cursor, sort));
            foreach (var row in page.Items)
            {
                yield return map(row);
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
