using System.Collections.Immutable;
using Orleans.Concurrency;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Grains.Abstractions.Venues;

/// <summary>
/// The simulated venue of one account, keyed by <see cref="GrainKeys.ForVenue"/>: the one matching core, its book, working orders and ledger,
/// durable; or the account's relay to a venue in another process, for good as it was opened. Reports reach orders and positions through its
/// durable outbox.
/// </summary>
[Alias("venue-grain")]
public interface IVenueGrain : IGrainWithStringKey
{
    /// <summary>Makes the venue, or adds markets to it. Durable; repeating it changes nothing.</summary>
    [Alias("open")]
    Task Open(VenueOpening opening);

    /// <summary>Whether the venue is a process of its own: its requests then go there without this grain between, see <see cref="Announce"/>.</summary>
    [Alias("is-relayed"), AlwaysInterleave]
    Task<bool> IsRelayed();

    /// <summary>
    /// An order is about to be sent to the venue's own process: it is asked after until its end has reached it, whatever is lost on the way.
    /// Durable when the task completes; repeating it changes nothing.
    /// </summary>
    /// <returns>False when the venue is this grain: then nothing is noted, and <see cref="Submit"/> is the way.</returns>
    [Alias("announce"), AlwaysInterleave]
    Task<bool> Announce(string orderId, Symbol symbol);

    /// <summary>Takes an order; durable when the task completes. Repeating one id changes nothing.</summary>
    /// <param name="sentAt">The persisted send time: latency counts from it, and a request that comes too late is refused.</param>
    [Alias("submit"), AlwaysInterleave]
    Task<VenueReport?> Submit(OrderRequest request, DateTimeOffset sentAt);

    [Alias("cancel"), AlwaysInterleave]
    Task<VenueReport?> Cancel(string orderId, Symbol symbol, DateTimeOffset sentAt);

    /// <summary>Moves the wallet by a deposit or withdrawal that the account has booked; durable. Nothing before the venue is open: it opens with the account's balance.</summary>
    /// <param name="cause">Id of the command; applied once.</param>
    /// <param name="amount">Signed, quote units.</param>
    [Alias("transfer")]
    Task Transfer(string cause, decimal amount);

    /// <returns>Null when the venue knows no such order.</returns>
    [Alias("query"), AlwaysInterleave]
    Task<VenueOrder?> Query(string orderId, Symbol symbol);

    [Alias("list-open"), AlwaysInterleave]
    Task<ImmutableArray<VenueOrder>> ListOpen(Symbol symbol);

    /// <summary>
    /// Works through events of one symbol, before anybody decides on them; what they caused is durable when the task completes and on its
    /// way to orders and positions. Events that the venue has seen are passed over. In lock-step it ends behind the first event that caused
    /// a report.
    /// </summary>
    /// <param name="first">Number of the batch's first event in the market's stream.</param>
    /// <returns>Number of the first event that it has not worked through.</returns>
    [Alias("observe")]
    Task<long> Observe(long first, MarketBatch batch);

    /// <summary>An order or position has every report up to a sequence.</summary>
    [Alias("acknowledge"), OneWay]
    Task Acknowledge(string receiver, long upTo);

    /// <summary>Wakes the venue: sends what its outbox still holds. Harmless at any time.</summary>
    [Alias("touch")]
    Task Touch();
}
