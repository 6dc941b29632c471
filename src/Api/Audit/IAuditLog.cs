namespace Trading.Api.Audit;

/// <param name="Actor">Who did it.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Address">From where.</param>
/// <param name="Before">JSON; null where there was nothing.</param>
/// <param name="After">JSON; null where there is nothing.</param>
public sealed record AuditEvent(DateTimeOffset At, string Actor, string Action, string Subject, string Address, string? Before, string? After);

/// <summary>The append-only trail.</summary>
public interface IAuditLog
{
    /// <summary>Durable when the task completes.</summary>
    Task AppendAsync(AuditEvent entry);
}
