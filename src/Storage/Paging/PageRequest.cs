namespace Trading.Storage.Paging;

public enum SortDirection
{
    /// <summary>Newest first.</summary>
    Descending = 0,
    Ascending = 1,
}

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Limit">Items of the page, 1–500; values outside are cut to it.</param>
/// <param name="Cursor"><see cref="Page{T}.NextCursor"/> of the page before; null for the first page.</param>
public sealed record PageRequest(int Limit = PageRequest.LimitDefault, string? Cursor = null, SortDirection Sort = SortDirection.Descending)
{
    public const int LimitDefault = 50;
    public const int LimitMax = 500;

    public static PageRequest First { get; } = new();

    internal int Size => Math.Clamp(Limit, 1, LimitMax);
}

/// <param name="NextCursor">Opaque; null on the last page. Stable under inserts: rows neither repeat nor vanish between pages.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
