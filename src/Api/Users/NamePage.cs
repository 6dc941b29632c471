using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Trading.Api.Problems;
using Trading.Domain;
using Trading.Domain.Users;
using Trading.Storage.Paging;

namespace Trading.Api.Users;

/// <summary>Pages through sorted names; the cursor is the last name shown.</summary>
internal static class NamePage
{
    public static (IReadOnlyList<string> Names, string? NextCursor) Of(ImmutableArray<string> sorted, PageRequest page)
    {
        var last = page.Cursor is { } cursor ? NameOf(cursor) : null;
        var isAscending = page.Sort is SortDirection.Ascending;
        var ordered = isAscending ? sorted.AsEnumerable() : sorted.Reverse();
        var rest = ordered.Where(name => last is null
            || (isAscending ? string.CompareOrdinal(name, last) > 0 : string.CompareOrdinal(name, last) < 0));
        var names = rest.Take(page.Limit + 1).ToList();
        if (names.Count <= page.Limit)
        {
            return (names, null);
        }

        names.RemoveAt(page.Limit);
        return (names, Base64Url.EncodeToString(Encoding.ASCII.GetBytes(names[^1])));
    }

    private static string NameOf(string cursor)
    {
        var bytes = new byte[UserName.LengthMax];
        if (cursor.Length <= 2 * UserName.LengthMax
            && Base64Url.IsValid(cursor, out var length) && length <= bytes.Length
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var written)
            && Encoding.ASCII.GetString(bytes, 0, written) is var name && UserName.IsValid(name))
        {
            return name;
        }

        throw new RequestRefusedException(Problem.Malformed("/cursor", $"The cursor must be the nextCursor of a page of this list, found {InputText.Quote(cursor)}."));
    }
}
