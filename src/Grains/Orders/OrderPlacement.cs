using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Orders;

namespace Trading.Grains.Orders;

/// <summary>The one road that an instance's and a trader's orders take: risk and reservation in the account, then the order.</summary>
internal static class OrderPlacement
{
    extension(IGrainFactory grains)
    {
        /// <summary>Judges and stores an order: placed when approved, else Rejected with every reason. Repeating it gives the stored order.</summary>
        /// <param name="market">As the decision saw it.</param>
        /// <param name="at">Event time in lock-step, else wall time.</param>
        /// <exception cref="OrderConflictException">The id is used by a different request.</exception>
        public async Task<(RiskVerdict Verdict, Order Order)> JudgeAndPlaceAsync(
            OrderRequest request, OrderContext context, RiskMarket market, DateTimeOffset at)
        {
            var order = grains.GetGrain<IOrderGrain>(GrainKeys.ForOrder(request.Id));
            var verdict = await grains.GetGrain<IAccountGrain>(request.Account).Judge(request, context.Instrument, market, at);
            return (verdict, verdict.IsApproved
                ? await order.Place(request with { Leverage = verdict.Leverage }, context)
                : await order.Refuse(request, context, verdict.Reasons));
        }
    }
}
