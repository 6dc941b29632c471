using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Exchanges.Remote.Wire;
using Trading.ExchangeSimulator.Accounts;
using Trading.ExchangeSimulator.Faults;
using Trading.ExchangeSimulator.Ledger;

namespace Trading.ExchangeSimulator;

/// <summary>Orders, cancels and questions, with what may befall each on its way.</summary>
internal sealed partial class Exchange
{
    private const string OnSubmit = "submit";
    private const string OnCancel = "cancel";
    private const string OnQuery = "query";
    private const string UnlistedCode = "9999";

    /// <summary>A request signed further ahead than this is refused: the order protocol's bound on skew.</summary>
    private static readonly TimeSpan EarlyMax = TimeSpan.FromSeconds(2);

    public Task<Answer> SubmitAsync(string account, WireSubmit submit) => DoAsync(() =>
    {
        var id = submit.Request.Id;
        if (!_state.Accounts.TryGetValue(account, out var venue))
        {
            return Answer.UnknownAccount(account);
        }

        if (venue.FindListing(submit.Request.Symbol) is not { } listing)
        {
            return Answer.Problem(StatusCodes.Status422UnprocessableEntity, WireCodes.Malformed, $"Account {account} does not trade {submit.Request.Symbol}.");
        }

        if (TurnAway(account, id, OnSubmit) is { } turned)
        {
            return turned;
        }

        if (Strikes(FaultKinds.NeverArrived, account, id, OnSubmit) is not null)
        {
            return Answer.Silence;
        }

        if (Strikes(FaultKinds.ArrivedLate, account, id, OnSubmit) is { } late)
        {
            _late.Add(new(account, submit, NowOf(venue, listing) + TimeSpan.FromMilliseconds(late.DelayMs)));
            return Answer.Silence;
        }

        if (Refuse(account, submit) is { } refused)
        {
            return refused;
        }

        if (Strikes(FaultKinds.ServerError, account, id, OnSubmit) is { } broken)
        {
            if (broken.Applied)
            {
                Take(account, venue, listing, submit);
            }

            return ServerError;
        }

        var answer = Take(account, venue, listing, submit);
        if (Strikes(FaultKinds.DuplicateSubmit, account, id, OnSubmit) is not null)
        {
            Take(account, venue, listing, submit);
        }

        return Strikes(FaultKinds.ResponseLost, account, id, OnSubmit) is null ? answer : Answer.Silence;
    });

    public Task<Answer> CancelAsync(string account, string orderId, WireCancel cancel) => DoAsync(() =>
    {
        if (!_state.Accounts.TryGetValue(account, out var venue))
        {
            return Answer.UnknownAccount(account);
        }

        if (TurnAway(account, orderId, OnCancel) is { } turned)
        {
            return turned;
        }

        if (Strikes(FaultKinds.NeverArrived, account, orderId, OnCancel) is not null)
        {
            return Answer.Silence;
        }

        var broken = Strikes(FaultKinds.ServerError, account, orderId, OnCancel);
        if (broken is { Applied: false })
        {
            return ServerError;
        }

        var rests = venue.Venue.OpenOrders(cancel.Symbol).Any(order => order.OrderId == orderId);
        var fillsFirst = rests && Strikes(FaultKinds.FillDuringCancel, account, orderId, OnCancel) is not null;
        Apply(account, new CancelAsked(account, orderId, cancel.SentAt, fillsFirst, Wall));
        return broken is not null ? ServerError
            : Strikes(FaultKinds.ResponseLost, account, orderId, OnCancel) is null ? Answer.Ok(new WireAnswer(null)) : Answer.Silence;
    });

    public Task<Answer> QueryAsync(string account, string orderId) => DoAsync(() =>
    {
        if (!_state.Accounts.TryGetValue(account, out var venue))
        {
            return Answer.UnknownAccount(account);
        }

        if (Distract(account, orderId) is { } distracted)
        {
            return distracted;
        }

        LetArrive(account, venue, orderId);
        return Lagged(account, orderId, venue.Find(orderId)) is { } order
            ? Answer.Ok(order)
            : Answer.Problem(StatusCodes.Status404NotFound, WireCodes.UnknownOrder, $"There is no order {orderId}.");
    });

    public Task<Answer> ListAsync(string account, Symbol symbol) => DoAsync(() =>
    {
        if (!_state.Accounts.TryGetValue(account, out var venue))
        {
            return Answer.UnknownAccount(account);
        }

        return Distract(account, null) ?? Answer.Ok(venue.FindListing(symbol) is null ? [] : venue.Venue.OpenOrders(symbol).ToArray());
    });

    public Task<Answer> ReadAsync(string account) => DoAsync(() =>
    {
        if (!_state.Accounts.TryGetValue(account, out var venue))
        {
            return Answer.UnknownAccount(account);
        }

        return Distract(account, null) ?? Answer.Ok(venue.Venue.Read(Now));
    });

    /// <summary>
    /// On a live feed nobody is told that there is no such order while it is only under way: should the market be silent, time goes on to
    /// where the order has arrived.
    /// </summary>
    private void LetArrive(string account, AccountVenue venue, string orderId)
    {
        if (venue.Venue.ArrivalOf(orderId) is var (symbol, arrival) && venue.FindListing(symbol) is { Terms.IsLockStep: false } && arrival <= Wall)
        {
            Apply(account, new TimePassed(account, arrival.AddMilliseconds(1), Wall));
        }
    }

    private static Answer ServerError { get; } =
        Answer.Problem(StatusCodes.Status503ServiceUnavailable, "server_error", "The venue is out of order.");

    /// <summary>Places the order, unless it is known or comes too late.</summary>
    private Answer Take(string account, AccountVenue venue, Listing listing, WireSubmit submit)
    {
        var isKnown = venue.Knows(submit.Request);
        if (!isKnown && Untimely(venue, listing, submit) is { } code)
        {
            Apply(new TurnedAway(account, submit.Request, submit.SentAt, code, Wall));
            return Answer.Problem(StatusCodes.Status422UnprocessableEntity, code, $"Signed at {submit.SignedAt:O}, received at {NowOf(venue, listing):O}.");
        }

        Apply(account, new Submitted(account, submit.Request, submit.SentAt, Wall));
        return Answer.Ok(new WireAnswer(isKnown ? ReportOf(venue.Find(submit.Request.Id)) : null));
    }

    /// <summary>How late a request is, is judged by event time in lock-step and by the venue's clock otherwise.</summary>
    private string? Untimely(AccountVenue venue, Listing listing, WireSubmit submit)
    {
        var age = NowOf(venue, listing) - (listing.Terms.IsLockStep ? submit.SentAt : submit.SignedAt);
        return age > TimeSpan.FromMilliseconds(submit.ReceiveWindowMs) ? VenueReasons.RequestExpired
            : age < -EarlyMax && !listing.Terms.IsLockStep ? VenueReasons.RequestEarly
            : null;
    }

    private DateTimeOffset NowOf(AccountVenue venue, Listing listing) =>
        listing.Terms.IsLockStep ? venue.Venue.Now ?? DateTimeOffset.UnixEpoch : Now;

    private static VenueReport? ReportOf(VenueOrder? order) => order switch
    {
        null => null,
        { Status: OrderStatus.Rejected } => new VenueRejected(order.OrderId, order.Reason ?? VenueReasons.Refused, order.At),
        _ => new VenueAccepted(order.OrderId, order.VenueOrderId, order.At),
    };

    private Answer? Refuse(string account, WireSubmit submit)
    {
        var id = submit.Request.Id;
        var known = Strikes(FaultKinds.RejectKnown, account, id, OnSubmit);
        var unknown = known is null ? Strikes(FaultKinds.RejectUnknown, account, id, OnSubmit) : null;
        if ((known ?? unknown) is not { } rule)
        {
            return null;
        }

        var code = rule.Code ?? (known is null ? UnlistedCode : VenueReasons.Refused);
        if (unknown is { Applied: true })
        {
            var venue = _state.Accounts[account];
            Take(account, venue, venue.FindListing(submit.Request.Symbol)!, submit);
        }
        else
        {
            Apply(new TurnedAway(account, submit.Request, submit.SentAt, code, Wall));
        }

        return Answer.Problem(StatusCodes.Status422UnprocessableEntity, code, "Refused by a fault.");
    }

    private Answer? TurnAway(string account, string? orderId, string on) =>
        Strikes(FaultKinds.RateLimited, account, orderId, on) is { } limited
            ? Answer.Problem(StatusCodes.Status429TooManyRequests, WireCodes.RateLimited, "Too many requests.") with { RetryAfterMs = limited.RetryAfterMs }
            : null;

    private Answer? Distract(string account, string? orderId) =>
        TurnAway(account, orderId, OnQuery)
        ?? (Strikes(FaultKinds.ServerError, account, orderId, OnQuery) is not null ? ServerError : null)
        ?? (Strikes(FaultKinds.NeverArrived, account, orderId, OnQuery) is not null ? Answer.Silence : null)
        ?? (Strikes(FaultKinds.ResponseLost, account, orderId, OnQuery) is not null ? Answer.Silence : null);

    /// <summary>What a replica that lags behind would say; counted only where that is another thing.</summary>
    private VenueOrder? Lagged(string account, string orderId, VenueOrder? truth)
    {
        if (_state.Plan.Find(FaultKinds.ReadLag, account, OnQuery) is not { } rule)
        {
            return truth;
        }

        var view = ViewsOf(account).Find(orderId, truth, Wall - TimeSpan.FromMilliseconds(rule.LagMs));
        var isStale = view?.Status != truth?.Status || view?.FilledQuantity != truth?.FilledQuantity;
        return isStale && Strikes(FaultKinds.ReadLag, account, orderId, OnQuery) is not null ? view : truth;
    }

    private void DeliverLate()
    {
        foreach (var late in _late.ToList())
        {
            if (!_state.Accounts.TryGetValue(late.Account, out var venue) || venue.FindListing(late.Submit.Request.Symbol) is not { } listing)
            {
                _late.Remove(late);
            }
            else if (NowOf(venue, listing) >= late.DueAt)
            {
                _late.Remove(late);
                Take(late.Account, venue, listing, late.Submit);
            }
        }
    }
}
