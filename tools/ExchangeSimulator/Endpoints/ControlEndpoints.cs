using System.Net.Mime;
using Trading.ExchangeSimulator.Faults;

namespace Trading.ExchangeSimulator.Endpoints;

/// <summary>What tests speak: the truth, and the faults.</summary>
internal static class ControlEndpoints
{
    private const string LinesOfJson = "application/x-ndjson";

    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/ready", () => Results.Text("ready", MediaTypeNames.Text.Plain));
        routes.MapGet("/ledger", (string? account, Exchange exchange) => Results.Text(
            string.Concat(exchange.Ledger(account).Select(line => line + "\n")), LinesOfJson));
        routes.MapGet("/counters", (Exchange exchange) => AnswerResult.Of(exchange.CountersAsync()));
        routes.MapPost("/faults", (FaultRule rule, Exchange exchange) => AnswerResult.Of(exchange.SetFaultAsync(rule)));
        routes.MapDelete("/faults", (Exchange exchange) => AnswerResult.Of(exchange.ClearFaultsAsync()));
        routes.MapPost("/clock", (ClockBody clock, Exchange exchange) => AnswerResult.Of(exchange.SetClockAsync(clock)));
        routes.MapPost("/positions", (PositionBody change, Exchange exchange) => AnswerResult.Of(exchange.ChangePositionAsync(change)));
        routes.MapPost("/reset", (Exchange exchange) => AnswerResult.Of(exchange.ResetAsync()));
    }
}
