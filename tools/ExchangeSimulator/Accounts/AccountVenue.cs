using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Simulated;

namespace Trading.ExchangeSimulator.Accounts;

/// <summary>One account: the matching core, its listings, and the orders that ended, which answer queries for long.</summary>
internal sealed class AccountVenue
{
    /// <summary>Far more than end within the time that a client may still ask after one.</summary>
    private const int EndedMax = 50_000;

    /// <summary>Causes of transfers that are remembered.</summary>
    private const int TransfersMax = 1_000;

    private readonly Queue<string> _transfers = new();
    private readonly Dictionary<Symbol, Listing> _listings = [];
    private readonly Dictionary<string, VenueOrder> _ended = new(StringComparer.Ordinal);
    private readonly Queue<string> _endedOrder = new();

    public AccountVenue(VenueTerms terms)
    {
        Options = terms.Options;
        Venue = new SimulatedVenue(terms.Options, terms.Seed, terms.InitialBalance, terms.Markets.Select(listing => listing.Market));
        foreach (var listing in terms.Markets)
        {
            _listings[listing.Market.Instrument.Symbol] = Listing.Of(listing);
        }
    }

    private AccountVenue(AccountSnapshot snapshot)
    {
        Options = snapshot.Options;
        Venue = SimulatedVenue.Restore(snapshot.Options, snapshot.Venue);
        foreach (var listing in snapshot.Listings)
        {
            _listings[listing.Terms.Market.Instrument.Symbol] = listing;
        }

        foreach (var order in snapshot.Ended)
        {
            Remember(order);
        }

        foreach (var cause in snapshot.Transfers)
        {
            _transfers.Enqueue(cause);
        }
    }

    public SimulatedVenueOptions Options { get; private set; }

    public SimulatedVenue Venue { get; private set; }

    public static AccountVenue Restore(AccountSnapshot snapshot) => new(snapshot);

    public AccountSnapshot Snapshot(string account) =>
        new(account, Options, Venue.Snapshot(), [.. _listings.Values], [.. _endedOrder.Select(id => _ended[id])]) { Transfers = [.. _transfers] };

    public Listing? FindListing(Symbol symbol) => _listings.GetValueOrDefault(symbol);

    /// <summary>The order, working or over.</summary>
    public VenueOrder? Find(string orderId) => Venue.Query(orderId) ?? _ended.GetValueOrDefault(orderId);

    /// <summary>An id that was submitted, arrived or not.</summary>
    public bool Knows(OrderRequest request) => _ended.ContainsKey(request.Id) || Venue.Knows(request.Id, request.Symbol);

    /// <summary>Why the account cannot take these terms; null when it can.</summary>
    public string? Conflict(VenueTerms terms) => terms.Options != Options && !Venue.IsIdle
        ? $"Account {terms.Account} is open with other venue settings and has positions or orders."
        : null;

    /// <summary>Whether the terms bring anything new.</summary>
    public bool Differs(VenueTerms terms) =>
        terms.Options != Options || terms.Markets.Any(wanted => FindListing(wanted.Market.Instrument.Symbol) is not { } listing || IsOther(listing, wanted));

    public void Reopen(VenueTerms terms)
    {
        if (terms.Options != Options)
        {
            Options = terms.Options;
            Venue = SimulatedVenue.Restore(Options, Venue.Snapshot());
        }

        foreach (var wanted in terms.Markets)
        {
            var symbol = wanted.Market.Instrument.Symbol;
            if (FindListing(symbol) is not { } listing)
            {
                Venue.AddMarket(wanted.Market);
            }
            else if (IsOther(listing, wanted))
            {
                Venue.Relist(wanted.Market);
            }
            else
            {
                continue;
            }

            _listings[symbol] = Listing.Of(wanted);
        }
    }

    /// <summary>Moves the wallet once for each cause.</summary>
    /// <returns>False for a cause that was applied already.</returns>
    public bool Transfer(string cause, decimal amount)
    {
        if (_transfers.Contains(cause))
        {
            return false;
        }

        Venue.Transfer(amount);
        _transfers.Enqueue(cause);
        if (_transfers.Count > TransfersMax)
        {
            _transfers.Dequeue();
        }

        return true;
    }

    /// <summary>What the last call brought, for one whose answer was lost and that comes again; null when it is another call. Nothing happens by it.</summary>
    public static VenueProgress? Repeated(Listing listing, long first) =>
        first == listing.LastFirst && first < listing.Next ? new(listing.Next, listing.LastReports) : null;

    /// <summary>Works through what it has not seen of the batch.</summary>
    public VenueProgress Advance(Listing listing, long first, MarketBatch batch, bool stopsAtReport)
    {
        var index = Venue.IndexOf(batch.Symbol);
        var reports = new List<VenueReport>();
        var next = Math.Max(listing.Next, first);
        while (next - first < batch.Count && !(stopsAtReport && reports.Count > 0))
        {
            Venue.Advance(index, batch, batch.Events[(int)(next - first)], reports);
            next++;
        }

        _listings[batch.Symbol] = listing with { Next = next, LastFirst = first, LastReports = [.. reports] };
        return new(next, [.. reports]);
    }

    /// <summary>Keeps what just ended: the matching core forgets it after a while.</summary>
    public void Remember(IEnumerable<VenueReport> reports)
    {
        foreach (var id in reports.Select(OrderIds.Of).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (Venue.Query(id) is { } order && order.Status.IsTerminal)
            {
                Remember(order);
            }
        }
    }

    private static bool IsOther(Listing listing, VenueListing wanted) =>
        listing.Terms.Feed != wanted.Feed || listing.Terms.IsLockStep != wanted.IsLockStep || !listing.Terms.Market.IsSameAs(wanted.Market);

    private void Remember(VenueOrder order)
    {
        if (_ended.TryAdd(order.OrderId, order))
        {
            _endedOrder.Enqueue(order.OrderId);
        }

        if (_endedOrder.Count > EndedMax)
        {
            _ended.Remove(_endedOrder.Dequeue());
        }
    }
}
