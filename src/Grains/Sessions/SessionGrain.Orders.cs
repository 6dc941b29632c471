using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Sessions;

namespace Trading.Grains.Sessions;

internal sealed partial class SessionGrain
{
    public async Task<PlaceOrderOutcome> PlaceOrder(string? owner, ManualOrder order)
    {
        if (!IsVisibleTo(owner))
        {
            return PlaceOrderOutcome.NotFound;
        }

        if (storage.State.Plan is null)
        {
            return PlaceOrderOutcome.NotRunning;
        }

        if (!_paper.Trades(order.Symbol))
        {
            return PlaceOrderOutcome.Refused(new Domain.ValidationError("/symbol", "out_of_range", $"The session does not trade {order.Symbol}."));
        }

        try
        {
            // What was stored once is the answer for good, however the session stands now; it is not judged a second time.
            if (await GrainFactory.GetGrain<IOrderGrain>(GrainKeys.ForOrder(order.Id)).Find() is not null)
            {
                return PlaceOrderOutcome.Stored(await _paper.RepeatAsync(order));
            }

            return Current?.Status is SessionStatus.Running
                ? PlaceOrderOutcome.Stored(await _paper.PlaceAsync(order))
                : PlaceOrderOutcome.NotRunning;
        }
        catch (OrderConflictException)
        {
            return PlaceOrderOutcome.Reused;
        }
    }
}
