using System.Text.Json;
using Trading.Api.Json;
using Trading.Api.Security;
using Trading.Storage.Audit;

namespace Trading.Api.Audit;

/// <summary>Writes down who did what, when, from where, before and after. A request whose entry cannot be stored fails: what is done is on record.</summary>
internal sealed class AuditTrail(AuditStore store, TimeProvider time)
{
    public Task RecordAsync(HttpContext context, string actor, string action, string subject, object? before = null, object? after = null) =>
        store.AppendAsync(new AuditEntry(
            time.GetUtcNow(),
            actor,
            action,
            subject,
            AddressThrottle.KeyOf(context.Connection.RemoteIpAddress),
            Text(before),
            Text(after)));

    private static string? Text(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), ApiJson.Options);
}
