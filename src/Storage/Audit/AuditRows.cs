using Trading.Storage.Paging;

namespace Trading.Storage.Audit;

/// <summary>What happened, before it has its place in the chain.</summary>
/// <param name="Actor">User name, or <c>system</c>.</param>
/// <param name="Action">Such as <c>sign_in</c>, <c>refused</c>, <c>role_change</c>.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Address">Where the request came from; empty for our own doing.</param>
/// <param name="Before">The state before as JSON, without secrets; null when there is none.</param>
/// <param name="After">The state after.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Subject, string Address, string? Before = null, string? After = null);

/// <param name="Position">From 1, without a hole.</param>
/// <param name="PreviousHash">Hash of the entry before; of the first one 64 zeros.</param>
/// <param name="Hash">SHA-256 over the previous hash and all members, lower-case hex.</param>
public sealed record AuditRow(
    long Position, DateTimeOffset At, string Actor, string Action, string Subject, string Address, string? Before, string? After,
    string PreviousHash, string Hash);

public sealed record AuditFilter(string? Actor = null, string? Action = null, string? Subject = null);

public interface IAuditQueries
{
    Task<Page<AuditRow>> ListAsync(AuditFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <returns>The position of the first entry that was changed or removed; null when the chain is whole. Entries cut off at the end show only against a count kept elsewhere.</returns>
    Task<long?> FirstBrokenAsync(CancellationToken cancellationToken = default);
}
