using Microsoft.Extensions.Logging;
using Orleans.Core.Internal;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.Storage;
using Trading.Storage.Waking;

namespace Trading.Grains.Supervision;

/// <summary>
/// Re-activates what is past its time: orders whose deadline, answer or outbox waits, positions and accounts that still have something to
/// tell. A lost reminder, message or silo can leave nothing stuck. Two sweeps at once are harmless.
/// </summary>
internal sealed class Sweep(WakeQueries storage, Waker waker, IGrainFactory grains, TimeProvider time, ILogger<Sweep> logger)
{
    /// <summary>Activations that one round may cause: more would crowd out what is alive.</summary>
    public const int GrainsMax = 500;

    /// <summary>Rounds that follow each other sooner, as after a silo's death, say nothing about what does not move.</summary>
    private static readonly TimeSpan UnmovedAfter = TimeSpan.FromSeconds(5);

    private readonly UnmovedGrains _unmoved = new();
    private DateTimeOffset _comparedAt;

    /// <returns>How many were due and could not be woken.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = await storage.DueAsync(now, GrainsMax, cancellation);
        var failed = await waker.WakeAsync(due, Touch, cancellation);
        if (now - _comparedAt >= UnmovedAfter)
        {
            _comparedAt = now;
            failed += await waker.WakeAsync(_unmoved.Of(due.Where(MayBeginAnew)), BeginAnew, cancellation);
        }

        return failed;
    }

    /// <summary>The activation goes; the touch makes one that knows what is stored.</summary>
    private async Task BeginAnew(SleepingGrain unmoved)
    {
        logger.GrainUnmoved(unmoved.State, unmoved.Key, unmoved.Version);
        if (GrainOf(unmoved) is { } grain)
        {
            await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        }

        await Touch(unmoved);
    }

    /// <summary>A session that waits to be run stays due without being written, and is right to.</summary>
    private bool MayBeginAnew(SleepingGrain sleeping) => GrainOf(sleeping) is not null;

    private IAddressable? GrainOf(SleepingGrain sleeping) => sleeping.State switch
    {
        StateNames.Order => grains.GetGrain<IOrderGrain>(sleeping.Key),
        StateNames.Position => grains.GetGrain<IPositionGrain>(sleeping.Key),
        StateNames.Venue => grains.GetGrain<IVenueGrain>(sleeping.Key),
        StateNames.Account => grains.GetGrain<IAccountGrain>(sleeping.Key),
        _ => null,
    };

    private Task Touch(SleepingGrain sleeping) => sleeping.State switch
    {
        StateNames.Order => grains.GetGrain<IOrderGrain>(sleeping.Key).Touch(),
        StateNames.Position => grains.GetGrain<IPositionGrain>(sleeping.Key).Touch(),
        StateNames.Session => grains.GetGrain<ISessionGrain>(sleeping.Key).Touch(),
        StateNames.Venue => grains.GetGrain<IVenueGrain>(sleeping.Key).Touch(),
        StateNames.Account => grains.GetGrain<IAccountGrain>(sleeping.Key).Touch(),
        _ => Task.CompletedTask,
    };
}
