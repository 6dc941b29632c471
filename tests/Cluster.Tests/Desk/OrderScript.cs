using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Cluster.Tests.Desk;

/// <summary>How the venue meets one order, and what of it the venue holds.</summary>
internal sealed class OrderScript
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<(OrderRequest Request, DateTimeOffset SentAt)> _submitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _submissions;

    internal enum Answer
    {
        /// <summary>It takes the order and says so.</summary>
        Accept,

        /// <summary>It takes the order and the answer never comes.</summary>
        TakeInSilence,

        /// <summary>It takes the order and the connection breaks.</summary>
        TakeAndBreak,

        /// <summary>The request is lost on the way.</summary>
        Lose,

        /// <summary>A definite no.</summary>
        Reject,

        /// <summary>The request certainly never left.</summary>
        NotSent,
    }

    public Answer OnSubmit { get; set; }

    /// <summary>Requests that reached the wire.</summary>
    public int Submissions => Volatile.Read(ref _submissions);

    /// <summary>The order as the venue holds it; null when it does not.</summary>
    public VenueOrder? Held { get; private set; }

    /// <summary>Completes with the first request.</summary>
    public Task<(OrderRequest Request, DateTimeOffset SentAt)> Submitted => _submitted.Task;

    /// <summary>Completes with the first cancel.</summary>
    public Task Cancelled => _cancelled.Task;

    public Task<VenueReport?> Submit(OrderRequest request, DateTimeOffset sentAt, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (OnSubmit is Answer.NotSent)
            {
                throw new VenueNotSentException(OrderReasons.CircuitOpen, null, "The breaker is open.");
            }

            Interlocked.Increment(ref _submissions);
            if (OnSubmit is Answer.Accept or Answer.TakeInSilence or Answer.TakeAndBreak)
            {
                Held ??= new VenueOrder(request.Id, "v-" + request.Id, OrderStatus.New, 0m, [], null, now);
            }

            _submitted.TrySetResult((request, sentAt));
            return OnSubmit switch
            {
                Answer.Accept => Task.FromResult<VenueReport?>(new VenueAccepted(request.Id, Held!.VenueOrderId, now)),
                Answer.Reject => Task.FromResult<VenueReport?>(new VenueRejected(request.Id, VenueReasons.InsufficientMargin, now)),
                Answer.TakeInSilence => new TaskCompletionSource<VenueReport?>().Task,
                _ => Task.FromException<VenueReport?>(new IOException("The connection broke.")),
            };
        }
    }

    public Task<VenueReport?> Cancel(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (Held is { Status.IsTerminal: false } held)
            {
                Held = held with { Status = OrderStatus.Canceled, Reason = VenueReasons.Requested, At = now };
            }

            _cancelled.TrySetResult();
            return Task.FromResult<VenueReport?>(
                Held is { Status: OrderStatus.Canceled } ended ? new VenueCanceled(ended.OrderId, VenueReasons.Requested, ended.FilledQuantity, now) : null);
        }
    }

    public Task<VenueOrder?> Query(DateTimeOffset now)
    {
        lock (_gate)
        {
            return Task.FromResult(Held);
        }
    }

    /// <summary>Executes a part at the venue.</summary>
    /// <returns>What it reports.</returns>
    public VenueFilled Fill(string tradeId, decimal price, decimal quantity, DateTimeOffset now)
    {
        lock (_gate)
        {
            var fill = new Fill(tradeId, price, quantity, 0.01m, Liquidity.Taker, now);
            var held = Held ?? throw new InvalidOperationException("The venue does not hold the order.");
            var filled = held.FilledQuantity + quantity;
            var status = held.Status.IsTerminal ? held.Status : OrderStatus.PartiallyFilled;
            Held = held with { FilledQuantity = filled, Fills = held.Fills.Add(fill), Status = status, At = now };
            return new VenueFilled(held.OrderId, fill);
        }
    }

    /// <summary>As <see cref="Fill"/>, and it was the last part.</summary>
    public VenueFilled Complete(string tradeId, decimal price, decimal quantity, DateTimeOffset now)
    {
        var filled = Fill(tradeId, price, quantity, now);
        lock (_gate)
        {
            Held = Held! with { Status = OrderStatus.Filled };
        }

        return filled;
    }
}
