using System.Collections.Immutable;
using System.Net;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Exchanges.Remote.Wire;

namespace Trading.Exchanges.Remote;

/// <summary>The order side of one account at a paper venue in another process.</summary>
internal sealed class RemoteOrderGateway(RemoteConnection connection, RemoteVenueOptions options, string account) : IOrderGateway
{
    private readonly string _orders = $"accounts/{Uri.EscapeDataString(account)}/orders";

    public async Task<VenueReport?> SubmitAsync(OrderRequest request, DateTimeOffset sentAt, CancellationToken cancellation)
    {
        // Our persisted time told in the venue's: a request that waited here is as old there.
        var body = new WireSubmit(request, sentAt, sentAt + connection.ClockOffset, (int)options.ReceiveWindow.TotalMilliseconds);
        var answer = await connection.SendAsync(
            RemoteConnection.Commands, "submit", HttpMethod.Post, _orders, body, (status, problem) => Refusal(request, status, problem), cancellation);
        return answer?.Report;
    }

    public async Task<VenueReport?> CancelAsync(string orderId, Symbol symbol, DateTimeOffset sentAt, CancellationToken cancellation)
    {
        var answer = await connection.SendAsync<WireAnswer>(
            RemoteConnection.Commands, "cancel", HttpMethod.Post, $"{_orders}/{Uri.EscapeDataString(orderId)}/cancel", new WireCancel(symbol, sentAt),
            (_, _) => null, cancellation);
        return answer?.Report;
    }

    public Task<VenueOrder?> QueryAsync(string orderId, Symbol symbol, CancellationToken cancellation) => AskAsync(() =>
        connection.SendAsync<VenueOrder>(
            RemoteConnection.Queries, "query", HttpMethod.Get, $"{_orders}/{Uri.EscapeDataString(orderId)}?symbol={symbol}", null,
            (status, problem) => status is HttpStatusCode.NotFound && problem.Code == WireCodes.UnknownOrder ? new(null) : null, cancellation));

    public async Task<ImmutableArray<VenueOrder>> ListOpenAsync(Symbol symbol, CancellationToken cancellation) =>
        await AskAsync(() => connection.SendAsync<VenueOrder[]>(
            RemoteConnection.Queries, "list", HttpMethod.Get, $"{_orders}?symbol={symbol}", null, (_, _) => null, cancellation)) is { } orders
            ? [.. orders]
            : throw new VenueUncertainException(VenueReasons.NoAnswer, null, $"The listing of {symbol} was empty of an answer.");

    /// <summary>A question without an answer says nothing, whether it left or not.</summary>
    internal static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (VenueNotSentException failure)
        {
            throw new VenueUncertainException(failure.Reason, failure.RetryAfter, failure.Message, failure);
        }
    }

    private RemoteRefusal<WireAnswer>? Refusal(OrderRequest request, HttpStatusCode status, WireProblem problem) =>
        status is HttpStatusCode.UnprocessableEntity && WireCodes.Definite.Contains(problem.Code)
            ? new(new(new VenueRejected(request.Id, problem.Code, connection.Now)))
            : null;
}
