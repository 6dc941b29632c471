using Trading.Api.Accounts;
using Trading.Api.Requests;
using Trading.Storage.Accounts;
using Trading.Storage.Paging;

namespace Trading.Api.Positions;

/// <summary>
/// Positions as they were written, at the marks and with the protection of the moment: neither is written by itself, so an open position of a session that runs is asked for its own.
/// </summary>
internal static class PositionList
{
    public static async Task<ListAnswer<PositionAnswer>> ReadAsync(
        IAccountQueries accounts, IGrainFactory grains, PositionFilter filter, PageRequest request, CancellationToken cancellation)
    {
        var page = await accounts.PositionsAsync(filter, request, cancellation);
        return new ListAnswer<PositionAnswer>([.. await Task.WhenAll(page.Items.Select(row => AtMarkAsync(row, grains)))], page.NextCursor);
    }

    private static async Task<PositionAnswer> AtMarkAsync(PositionRow row, IGrainFactory grains)
    {
        var written = PositionAnswer.From(row);
        if (row.Quantity == 0)
        {
            return written;
        }

        try
        {
            // Only what changes without a fill, and only while both mean the same holding: the rest comes with the list, as late as the other lists.
            return await PositionEndpoints.FindLiveAsync(row.Id, grains) is { } held && held.Position.Quantity == row.Quantity && PositionAnswer.From(held) is var now
                ? written with
                {
                    MarkPrice = now.MarkPrice,
                    UnrealizedPnl = now.UnrealizedPnl,
                    MarginRatioPct = now.MarginRatioPct,
                    StopPrice = now.StopPrice,
                    TakeProfitPrice = now.TakeProfitPrice,
                }
                : written;
        }
        catch (Exception away) when (away is TimeoutException or OrleansException)
        {
            // Its silo is being replaced: what was written is still true but for the mark.
            return written;
        }
    }
}
