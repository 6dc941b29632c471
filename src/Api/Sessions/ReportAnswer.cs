using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Api.Sessions;

/// <summary>What a session amounted to; each figure's formula stands in <paramref name="Formulas"/>.</summary>
/// <param name="Complete">False while the run goes on: the figures are those so far.</param>
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
    /// <param name="run">Null for a session that ran on a feed.</param>
    public static ReportAnswer From(ReportRow row, RunRow? run, SessionView session)
    {
        var report = JsonSerializer.Deserialize<SessionReport>(row.Document, TradingJson.Options)!;
        return new ReportAnswer(
            report.Metrics, report.FinalEquity, report.FinalBalance, report.Fingerprint, ByName(report.BySymbol), ByName(report.ByStrategy),
            ReplayedAnswer.Of(session, report), run is null ? session.Session.Status.IsEnded : run.CompletedAt is not null, MetricFormulas.All);
    }

    private static ImmutableSortedDictionary<string, SessionMetrics> ByName(ImmutableArray<ScopeReport> scopes) =>
        scopes.ToImmutableSortedDictionary(scope => scope.Name, scope => scope.Metrics, StringComparer.Ordinal);
}
