using Trading.Storage.Alerts;

namespace Trading.Api.Alerts;

/// <summary>Something that a trader has to know of.</summary>
/// <param name="Session">Null for what belongs to no session.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Code">What it is about, such as <c>margin_level</c>.</param>
/// <param name="AcknowledgedAt">Null until somebody has acknowledged it.</param>
public sealed record AlertAnswer(
    string Id, string Owner, string? Session, string Severity, string Code, string Message, DateTimeOffset At, DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy)
{
    public static AlertAnswer From(AlertRow row) => new(
        row.Id, row.Owner, row.SessionId, row.Severity, row.Code, row.Message, row.At, row.AcknowledgedAt, row.AcknowledgedBy);
}
