using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Grains.Orders;

internal sealed partial class OrderGrain
{
    /// <summary>A timer farther away than this is a reminder's or the sweep's: an activation is not kept for it.</summary>
    private static readonly TimeSpan TimerMax = TimeSpan.FromMinutes(2);

    private readonly Dictionary<OrderTimer, DateTimeOffset> _timers = [];
    private bool _isQuerying;

    private IOrderGateway Gateway => venues.GatewayOf(storage.State.Context!.Venue, _order!.Request.Account);

    private async Task Carry(OrderEffect effect)
    {
        switch (effect)
        {
            case AnswerCaller:
                _answer = storage.State.Order;
                break;
            case Proceed:
                Enqueue(now => new OrderProceeds(now));
                break;
            case SendOrder send:
                _ = Send(send);
                break;
            case SendCancel cancel:
                _ = SendCancel(cancel);
                break;
            case QueryVenue when IsLockStep:
                // As in a replay: what the venue has to say, it says in its moment.
                break;
            case QueryVenue query:
                _ = Query(query);
                break;
            case Reserve reserve:
                Tell(reserve.Sequence, OrderReceivers.Account);
                break;
            case Release release:
                Tell(release.Sequence, OrderReceivers.Account);
                break;
            case Tell tell:
                Tell(tell.Sequence, tell.Receivers);
                break;
            case DeliverOutbox:
                TellAll();
                break;
            case ArmTimer arm:
                await Arm(arm);
                break;
            case DisarmTimer disarm:
                Disarm(disarm.Timer);
                break;
            case RaiseAlert alert:
                logger.OrderAlerted(alert.OrderId, alert.Code, alert.Detail);
                _ = JournalAlert(alert);
                break;
            default:
                throw new InvariantException($"Order {Key}: unknown effect {effect.GetType().Name}.");
        }
    }

    // The three requests are not awaited by the turn that asks for them: their outcome is an input of a later one.
    private async Task Send(SendOrder send)
    {
        _requests++;
        try
        {
            using var limit = new CancellationTokenSource(Protocol.ReceiveWindow, time);
            var report = await Gateway.SubmitAsync(send.Request, send.SendAt, limit.Token).WaitAsync(Protocol.ReceiveWindow, time, CancellationToken.None);
            Enqueue(now => report switch
            {
                VenueAccepted accepted => new SendAccepted(send.Attempt, accepted.VenueOrderId, accepted.At),
                VenueRejected rejected => new SendRejected(send.Attempt, rejected.Reason, rejected.At),
                null => null,
                _ => new VenueReported(report, now),
            });
        }
        catch (VenueNotSentException notSent)
        {
            Enqueue(now => new SendNotSent(send.Attempt, notSent.Reason, notSent.RetryAfter, now));
        }
        catch (Exception failure) when (IsLockStep)
        {
            BreakOff(failure);
        }
        catch (Exception failure)
        {
            logger.SendUncertain(failure, Key, send.Attempt);
            Enqueue(now => new SendUncertain(send.Attempt, ReasonOf(failure), now));
        }
        finally
        {
            _requests--;
        }
    }

    /// <summary>In lock-step nothing is in doubt: the next activation asks again, and the moment waits for it.</summary>
    private void BreakOff(Exception failure)
    {
        logger.VenueRequestFailed(failure, Key, "lock-step");
        _mustRecover = true;
        DeactivateOnIdle();
    }

    private async Task SendCancel(SendCancel cancel)
    {
        _requests++;
        try
        {
            using var limit = new CancellationTokenSource(Protocol.ReceiveWindow, time);
            var report = await Gateway.CancelAsync(cancel.Request.Id, cancel.Request.Symbol, Now, limit.Token)
                .WaitAsync(Protocol.ReceiveWindow, time, CancellationToken.None);
            Enqueue(now => report is null ? new CancelAnswered(CancelOutcome.Accepted, null, now) : new VenueReported(report, now));
        }
        catch (Exception failure) when (IsLockStep)
        {
            BreakOff(failure);
        }
        catch (Exception failure)
        {
            logger.VenueRequestFailed(failure, Key, "cancel");
            Enqueue(now => new CancelAnswered(CancelOutcome.Failed, RetryAfter(failure), now));
        }
        finally
        {
            _requests--;
        }
    }

    private async Task Query(QueryVenue query)
    {
        if (query.Listing is not null)
        {
            throw new InvariantException($"Order {Key}: this venue's gateway lists no trigger orders.");
        }

        if (_isQuerying)
        {
            return;
        }

        _isQuerying = true;
        var askedAt = Now;
        try
        {
            using var limit = new CancellationTokenSource(Protocol.ReceiveWindow, time);
            var found = await Gateway.QueryAsync(query.Request.Id, query.Request.Symbol, limit.Token)
                .WaitAsync(Protocol.ReceiveWindow, time, CancellationToken.None);
            Enqueue(now => found is null ? new QueryNotFound(askedAt, now) : new QueryFound(found, askedAt, now));
        }
        catch (Exception failure)
        {
            logger.VenueRequestFailed(failure, Key, "query");
            Enqueue(now => new QueryFailed(RetryAfter(failure), now));
        }
        finally
        {
            _isQuerying = false;
        }
    }

    private static string ReasonOf(Exception failure) => failure switch
    {
        VenueUncertainException uncertain => uncertain.Reason,
        TimeoutException or OperationCanceledException => OrderReasons.Timeout,
        _ => VenueReasons.NoAnswer,
    };

    private static TimeSpan? RetryAfter(Exception failure) => failure switch
    {
        VenueUncertainException uncertain => uncertain.RetryAfter,
        VenueNotSentException notSent => notSent.RetryAfter,
        _ => null,
    };

    private async Task Arm(ArmTimer arm)
    {
        if (IsLockStep)
        {
            // Its clock knows its deadline.
            return;
        }

        var wait = arm.At - Now;
        if (arm.Timer is OrderTimer.Renewal && wait > TimerMax && !_timers.ContainsKey(OrderTimer.Renewal))
        {
            await this.RegisterOrUpdateReminder(RenewalReminder, wait, ReminderPeriod);
        }

        _timers[arm.Timer] = arm.At;
        SetWake();
    }

    private void Disarm(OrderTimer timer)
    {
        if (IsLockStep)
        {
            return;
        }

        if (timer is OrderTimer.Deadline or OrderTimer.Renewal)
        {
            _toUnwatch.Add(timer);
            _pump.SetBy(TimeSpan.Zero);
        }

        _timers.Remove(timer);
        SetWake();
    }

    private static string ReminderOf(OrderTimer timer) => timer is OrderTimer.Renewal ? RenewalReminder : DeadlineReminder;

    private void SetWake()
    {
        var now = Now;
        DateTimeOffset? next = null;
        foreach (var at in _timers.Values)
        {
            next = at - now <= TimerMax && (next is null || at < next) ? at : next;
        }

        if (next is { } rings)
        {
            _wake.Set(rings - now);
        }
        else
        {
            _wake.Clear();
        }
    }

    private Task Wake()
    {
        var now = Now;
        foreach (var timer in _timers.Where(timer => timer.Value <= now).Select(timer => timer.Key).ToList())
        {
            _timers.Remove(timer);
        }

        SetWake();
        return Feed(new OrderTick(now));
    }
}
