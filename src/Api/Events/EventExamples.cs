using System.Text.Json;
using Trading.Api.Json;
using Trading.Api.Sessions;

namespace Trading.Api.Events;

internal static class EventExamples
{
    /// <summary>As it comes over the wire.</summary>
    public static readonly string Stream =
        $$"""
        event: equity
        data: {{JsonSerializer.Serialize(SessionExamples.Equity, ApiJson.Options)[..^1]}},"session":"{{SessionExamples.Session.Id}}"}
        id: evt-1a7

        event: ping
        data: {"at":"2024-01-01T00:00:15.000Z"}
        id: evt-1a7


        """;
}
