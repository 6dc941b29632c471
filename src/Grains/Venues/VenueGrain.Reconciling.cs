using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Positions;

namespace Trading.Grains.Venues;

/// <summary>
/// The account as it is kept at the venue, read again and again while it trades, and told to positions and account, which judge for themselves
/// (<see cref="Domain.Positions.ReconciliationMachine"/>, <see cref="Domain.Accounts.WalletMachine"/>). Never in lock-step: there nobody else has a hand in it.
/// </summary>
internal sealed partial class VenueGrain
{
    private IGrainTimer? _rounds;

    public async Task<VenueAccount?> Reconcile()
    {
        if (State.Opening is null)
        {
            return null;
        }

        var account = await ReadAsync();
        await CompareAsync(account);
        return account;
    }

    private async Task<VenueAccount> ReadAsync()
    {
        if (State.IsRelayed)
        {
            return await Relay.Accounts.ReadAsync(Opening.Account, CancellationToken.None);
        }

        await GoOnAsync();
        var account = Venue.Read(time.GetUtcNow());

        // Nobody hears of what could be undone by a crash.
        await _writes.Settle();
        return account;
    }

    /// <summary>A round of its own; what fails of it says nothing, and the next one asks again.</summary>
    /// <returns>Whether the account was read.</returns>
    private async Task<bool> CompareRoundAsync()
    {
        try
        {
            await CompareAsync(await ReadAsync());
            return true;
        }
        catch (Exception failure)
        {
            logger.AccountUnread(failure, Key);
            return false;
        }
    }

    private async Task CompareAsync(VenueAccount account)
    {
        if (Opening.IsLockStep)
        {
            return;
        }

        foreach (var market in Opening.Markets)
        {
            var symbol = market.Instrument.Symbol;
            var context = new OrderContext(Opening.Owner, "", 0, VenueDirectory.Simulated, null, market.Instrument, null, null, null);
            await GrainFactory.GetGrain<IPositionGrain>(GrainKeys.ForPosition(Opening.Account, symbol))
                .Compare(VenueHolding.Of(account, symbol), Opening.Account, context);
        }

        await GrainFactory.GetGrain<IAccountGrain>(Opening.Account).Compare(VenueWallet.Of(account));
    }

    /// <summary>While the market of a venue that is this grain goes on; the relay looks after its own rounds.</summary>
    private void KeepComparing()
    {
        _neededAt = time.GetUtcNow();
        if (!Opening.IsLockStep)
        {
            _rounds ??= this.RegisterGrainTimer(
                _ => LookRoundAsync(), new GrainTimerCreationOptions(ReconcilePeriod, ReconcilePeriod) { KeepAlive = true });
        }
    }

    private async Task LookRoundAsync()
    {
        await CompareRoundAsync();
        if (time.GetUtcNow() - _neededAt >= QuietMax)
        {
            _rounds?.Dispose();
            _rounds = null;
        }
    }
}
