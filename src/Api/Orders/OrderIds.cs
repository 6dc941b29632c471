using System.Buffers;
using Trading.Domain.Orders;

namespace Trading.Api.Orders;

/// <summary>Client order ids: <c>ord-</c> and 28 characters of lower-case base32.</summary>
internal static class OrderIds
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz234567");

    public static bool IsValid(string id) =>
        id.Length == ClientOrderId.Length && id.StartsWith(ClientOrderId.Prefix, StringComparison.Ordinal)
        && !id.AsSpan(ClientOrderId.Prefix.Length).ContainsAnyExcept(Letters);

    /// <summary>One key of one user names one order, whatever body comes with it.</summary>
    public static string Of(string user, string key) => ClientOrderId.Create("", "", $"{ClientOrderId.KeyOriginPrefix}{user}:{key}", 0);
}
