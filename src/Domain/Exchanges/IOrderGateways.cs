namespace Trading.Domain.Exchanges;

/// <summary>The order side of every account at one venue.</summary>
public interface IOrderGateways
{
    /// <param name="account">Account id, <c>acc-…</c>; whether the venue knows it shows with the first request.</param>
    IOrderGateway Of(string account);
}
