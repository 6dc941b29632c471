using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Api.Sessions;

/// <summary>What a session amounted to; each figure's formula stands in <paramref name="Formulas"/>.</summary>
/// <param name="Complete">
/// True once the session has come to its own end: that of its data or its duration, or, where it had neither, its stop. False while it runs, and for ever
/// when it was stopped before or failed: then the figures are those of the part up to <c>replayed.to</c>.
/// </param>
/// <param name="Replayed">What data the figures stand on.</param>
public sealed record ReportAnswer(
    SessionMetrics Metrics,
    decimal FinalEquity,
    decimal FinalBalance,
    string Fingerprint,
    ImmutableSortedDictionary<string, SessionMetrics> BySymbol,
    ImmutableSortedDictionary<string, SessionMetrics> ByStrategy,
    ReplayedAnswer Replayed,
    bool Complete,
    IReadOnlyList<MetricFormula> Formulas)
{
    public static ReportAnswer From(ReportRow row, SessionView session)
    {
        var report = JsonSerializer.Deserialize<SessionReport>(row.Document, TradingJson.Options)!;
        return new ReportAnswer(
            report.Metrics, report.FinalEquity, report.FinalBalance, report.Fingerprint, ByName(report.BySymbol), ByName(report.ByStrategy),
            ReplayedAnswer.Of(session, report), IsComplete(session), MetricFormulas.All);
    }

    private static bool IsComplete(SessionView session) => session.Session.Status switch
    {
        SessionStatus.Completed => true,
        SessionStatus.Stopped => session.Settings is { Duration: null, Market.Dataset: null },
        _ => false,
    };

    private static ImmutableSortedDictionary<string, SessionMetrics> ByName(ImmutableArray<ScopeReport> scopes) =>
        scopes.ToImmutableSortedDictionary(scope => scope.Name, scope => scope.Metrics, StringComparer.Ordinal);
}
