using System.Collections.Immutable;
using Orleans.Concurrency;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions.LockStep;

namespace Trading.Grains.Abstractions.Venues;

/// <summary>
/// The simulated venue of one account, keyed by <see cref="GrainKeys.ForVenue"/>: the one matching core, its book, working orders and ledger,
/// durable; or the account's relay to a venue in another process, for good as it was opened. Reports reach orders and positions through its
/// durable outbox.
/// </summary>
[Alias("venue-grain")]
public interface IVenueGrain : ILockStepGrain
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
    /// Reads the account where it is kept and has every position compare itself with it, as happens each 10 s while the account trades.
    /// Harmless at any time. In lock-step nothing is compared.
    /// </summary>
    /// <returns>What was read; null when the venue was never opened.</returns>
    /// <exception cref="VenueUncertainException">It could not be read, which says nothing, least of all that the account is flat.</exception>
    [Alias("reconcile"), AlwaysInterleave]
    Task<VenueAccount?> Reconcile();

    /// <summary>
    /// Works through events of one symbol, before anybody decides on them; what they caused is durable when the task completes and on its
    /// way to orders and positions. Events that the venue has seen are passed over.
    /// </summary>
    /// <param name="first">Number of the batch's first event in the market's stream.</param>
    /// <returns>Number of the first event that it has not worked through.</returns>
    [Alias("observe"), AlwaysInterleave]
    Task<long> Observe(long first, MarketBatch batch);

    /// <summary>In lock-step: a run of the session's clock takes the venue over; an earlier one is refused from here on. Durable.</summary>
    [Alias("join")]
    Task<VenueReached> Join(int run);

    /// <summary>In lock-step: works through one event; what it caused is durable when the task completes, and waits until it is let go.</summary>
    /// <param name="number">Of the event in its symbol's stream, from 0 without holes. One that was worked through last is answered as it was.</param>
    [Alias("step")]
    Task<VenueWord> Step(int run, long number, MarketBatch batch);

    /// <summary>In lock-step: reports up to a sequence go on their way.</summary>
    [Alias("let-go")]
    Task LetGo(int run, long upTo);

    /// <summary>In lock-step: the run is over. What is in flight or works is cancelled; a closing order that comes now fills at once. Durable; repeating it changes nothing.</summary>
    /// <param name="isExhausted">The data are at an end, and not only the run; see <see cref="VenueReasons.AtEnd"/>.</param>
    /// <returns>Everything said since the end.</returns>
    [Alias("finish")]
    Task<VenueWord> Finish(int run, bool isExhausted);

    /// <summary>In lock-step: whether the symbol's current candle shows its low before its high.</summary>
    /// <param name="isLowNearer">The low is nearer to the open.</param>
    [Alias("takes-low-first")]
    Task<bool> TakesLowFirst(Symbol symbol, bool isLowNearer);

    /// <summary>An order or position has every report up to a sequence.</summary>
    [Alias("acknowledge"), OneWay, AlwaysInterleave]
    Task Acknowledge(string receiver, long upTo);

    /// <summary>Wakes the venue: sends what its outbox still holds. Harmless at any time.</summary>
    [Alias("touch")]
    Task Touch();
}
