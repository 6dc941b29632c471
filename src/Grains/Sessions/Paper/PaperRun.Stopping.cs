using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Placement;

namespace Trading.Grains.Sessions.Paper;

internal sealed partial class PaperRun
{
    /// <summary>A close that nothing fills, because the market is dead, holds a session up no longer than this.</summary>
    private static readonly TimeSpan CloseWaitMax = TimeSpan.FromMinutes(2);

    // Entries that were open when the session was wound up.
    private readonly HashSet<string> _withdrawn = new(StringComparer.Ordinal);
    private bool _isQuiet;

    /// <summary>
    /// Closes the session's gate, and sees to it that every entry that was approved is either sent already or never will be. What follows
    /// a stop's answer sends no entry.
    /// </summary>
    public Task HaltAsync() => CloseGateAsync();

    /// <returns>The session's entries that are not over.</returns>
    private async Task<ImmutableArray<OpenEntry>> CloseGateAsync()
    {
        var entries = await Account.CloseGate(Session.Id, time.GetUtcNow());
        _withdrawn.UnionWith(entries.Select(entry => entry.Known.Id));
        await Task.WhenAll(entries.Select(entry => WithdrawAsync(entry, onlyUnsent: true)));
        return entries;
    }

    /// <summary>One round of winding up by the policy. To be repeated until it is done.</summary>
    /// <returns>Null while something is still to come; then what was left undone, empty when nothing was.</returns>
    public async Task<string?> WindUpAsync(StopPolicy policy, string actor, DateTimeOffset since)
    {
        var entries = await CloseGateAsync();
        FeedContext.Set(Plan.Feed);
        await Task.WhenAll(Cells().Select(cell => InstanceOf(cell.Strategy, cell.Symbol).Stop(policy)));
        if (policy is not StopPolicy.Keep)
        {
            await Task.WhenAll(entries.Select(entry => WithdrawAsync(entry, onlyUnsent: false)));
        }

        var instances = await InstancesAsync();
        var left = await CloseAsync(policy, actor, since);
        if (entries.Length > 0 || left is null || instances.Any(instance => !instance.WorkingOrders.IsEmpty))
        {
            return null;
        }

        await ReleaseAsync();
        return await IsToldAsync(instances) ? left : null;
    }

    /// <summary>Undoes a start that failed: no data, no gate, no lease.</summary>
    public async Task UndoAsync()
    {
        await CloseGateAsync();
        FeedContext.Set(Plan.Feed);
        await Task.WhenAll(Cells().Select(cell => InstanceOf(cell.Strategy, cell.Symbol).Stop(StopPolicy.Cancel)));
        await ReleaseAsync();
    }

    /// <summary>The feed ends, and the symbols are free for others.</summary>
    private async Task ReleaseAsync()
    {
        if (_isQuiet)
        {
            return;
        }

        await Task.WhenAll(Plan.Markets.Select(market => MarketOf(market.Instrument.Symbol).Unsubscribe(Session.Id)));
        await Account.Release(Session.Id, time.GetUtcNow());
        _isQuiet = true;
    }

    private Task WithdrawAsync(OpenEntry entry, bool onlyUnsent)
    {
        var order = grains.GetGrain<IOrderGrain>(GrainKeys.ForOrder(entry.Known.Id));
        return entry.Context is { } context
            ? order.Withdraw(entry.Known, context, OrderReasons.SessionStopped, onlyUnsent)
            : onlyUnsent ? Task.CompletedTask : order.Cancel(OrderReasons.SessionStopped);
    }

    /// <summary>With policy close: closes what the session holds.</summary>
    /// <returns>Null while a position or its orders are open; then what was left, empty when nothing was.</returns>
    private async Task<string?> CloseAsync(StopPolicy policy, string actor, DateTimeOffset since)
    {
        var held = (await Task.WhenAll(Plan.Markets.Select(market => PositionOf(market.Instrument.Symbol).Find())))
            .OfType<HeldPosition>().Where(position => position.Position.Open is null || position.Position.Open.Owner.Session == Session.Id).ToList();
        var open = held.Where(position => !position.Position.IsFlat).ToList();
        if (policy is not StopPolicy.Close || open.Count == 0)
        {
            // What protected a position that is flat now is on its way to its end.
            return held.Any(position => position.Position.IsFlat && !position.WorkingOrders.IsEmpty) ? null : "";
        }

        if (time.GetUtcNow() - since >= CloseWaitMax)
        {
            return $"still open: {string.Join(", ", open.Select(position => position.Position.Symbol.Value))}";
        }

        await Task.WhenAll(open.Select(position => PositionOf(position.Position.Symbol).Close(ExitReason.StopPolicy, actor)));
        return null;
    }

    /// <summary>The read model has the session's last event.</summary>
    private async Task<bool> IsToldAsync(ImmutableArray<RunningInstance> instances)
    {
        if (_placing > 0 || instances.Any(instance => instance.HasMoreToTell) || await Account.Find(Session.Owner) is { HasMoreToTell: true })
        {
            return false;
        }

        var positions = await Task.WhenAll(Plan.Markets.Select(market => PositionOf(market.Instrument.Symbol).Find()));
        if (positions.Any(position => position is { HasMoreToTell: true }))
        {
            return false;
        }

        var ids = instances.SelectMany(instance => instance.KnownOrders)
            .Concat(positions.OfType<HeldPosition>().SelectMany(position => position.WorkingOrders)).Concat(_placed).Concat(_withdrawn).Distinct(StringComparer.Ordinal);
        var orders = await Task.WhenAll(ids.Select(id => grains.GetGrain<IOrderGrain>(GrainKeys.ForOrder(id)).Find()));
        return orders.All(order => order is null || order.Order.Outbox.All(entry => !entry.Pending.HasFlag(OrderReceivers.Journal)));
    }
}
