using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Api.Orders;

/// <summary>An order by hand, into a running paper or live session: the one named, or the one that trades the symbol on the account.</summary>
/// <param name="Account">Id, or name of an own account; instead of <paramref name="Session"/>.</param>
/// <param name="Quantity">Base units.</param>
/// <param name="Price">Of a limit order only.</param>
/// <param name="StopPrice">Trigger, of stop_market and take_profit_market only.</param>
/// <param name="Timeout">Such as <c>60s</c>: 1 s to 24 h, 60 s when left out.</param>
/// <param name="Leverage">Of the position that it opens.</param>
public sealed record PlaceOrderRequest(
    Symbol Symbol, Side Side, OrderType Type, decimal Quantity, string? Session = null, string? Account = null, decimal? Price = null,
    decimal? StopPrice = null, TimeInForce TimeInForce = TimeInForce.Gtc, bool ReduceOnly = false, string? Timeout = null, int Leverage = 1) : IValidated
{
    public IReadOnlyList<ValidationError> Validate()
    {
        var errors = new List<ValidationError>();
        if (Session is null && Account is null)
        {
            errors.Add(new("/session", ProblemCodes.Required, "The order needs a session or an account."));
        }
        else if (Session is not null && Account is not null)
        {
            errors.Add(new("/account", ProblemCodes.Conflict, "The order takes a session or an account, not both."));
        }

        if (Timeout is not null && !DurationText.TryParse(Timeout, out _))
        {
            errors.Add(new("/timeout", ProblemCodes.Malformed, $"The timeout must be a whole number and one of ms, s, m, h, d, such as 60s, found {InputText.Quote(Timeout)}."));
        }

        errors.AddRange(ToOrder("").Validate(Timeout));
        return errors;
    }

    /// <param name="id">Client order id.</param>
    public ManualOrder ToOrder(string id) => new(
        id, Symbol, Side, Type, TimeInForce, Quantity, Price, StopPrice, ReduceOnly, Leverage,
        DurationText.TryParse(Timeout, out var timeout) ? timeout : OrderProtocol.TimeoutDefault);
}
