namespace Trading.Storage.Paging;

/// <summary>The cursor was not made by this list with this sort direction: the caller's mistake.</summary>
public sealed class CursorException(Exception? inner = null) : Exception("The cursor does not belong to this list and sort direction.", inner);
