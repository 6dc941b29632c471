using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Exchanges.Remote.Wire;

namespace Trading.ExchangeSimulator.Endpoints;

/// <summary>What the platform's adapter speaks.</summary>
internal static class VenueEndpoints
{
    public static void MapVenue(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/accounts/{account}", (string account, VenueTerms terms, Exchange exchange) => AnswerResult.Of(
            exchange.OpenAsync(terms with { Account = account })));
        routes.MapGet("/accounts/{account}", (string account, Exchange exchange) => AnswerResult.Of(exchange.ReadAsync(account)));
        routes.MapPost("/accounts/{account}/orders", (string account, WireSubmit submit, Exchange exchange) => AnswerResult.Of(
            exchange.SubmitAsync(account, submit)));
        routes.MapPost("/accounts/{account}/orders/{orderId}/cancel", (string account, string orderId, WireCancel cancel, Exchange exchange) =>
            AnswerResult.Of(exchange.CancelAsync(account, orderId, cancel)));
        routes.MapGet("/accounts/{account}/orders/{orderId}", (string account, string orderId, Exchange exchange) => AnswerResult.Of(
            exchange.QueryAsync(account, orderId)));
        routes.MapGet("/accounts/{account}/orders", (string account, string symbol, Exchange exchange) => Symbol.TryParse(symbol, out var parsed)
            ? AnswerResult.Of(exchange.ListAsync(account, parsed))
            : AnswerResult.Of(Task.FromResult(Answer.Problem(StatusCodes.Status422UnprocessableEntity, WireCodes.Malformed, $"'{symbol}' is not a symbol."))));
        routes.MapPost("/accounts/{account}/close-at-end", (string account, OrderRequest close, Exchange exchange) => AnswerResult.Of(
            exchange.CloseAtEndAsync(account, close)));
        routes.MapPost("/accounts/{account}/transfers", (string account, WireTransfer transfer, Exchange exchange) => AnswerResult.Of(
            exchange.TransferAsync(account, transfer)));
        routes.MapPost("/market", (WireMarket market, Exchange exchange) => AnswerResult.Of(exchange.AdvanceAsync(market)));
        routes.MapPost("/market/end", (WireEnd end, Exchange exchange) => AnswerResult.Of(exchange.EndAsync(end)));
    }
}
