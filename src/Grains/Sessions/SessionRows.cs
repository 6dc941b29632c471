using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;
using Trading.Storage.Json;
using Trading.Storage.Sessions;

namespace Trading.Grains.Sessions;

/// <summary>The session as the read model stores it.</summary>
internal static class SessionRows
{
    public static SessionRow RowOf(SessionState state)
    {
        var session = state.Session!;
        var settings = state.Settings! with
        {
            Strategies = [.. session.Strategies.Select(pinned => new StrategySelection(pinned.Name, pinned.Version, pinned.Symbols))],
        };
        return new SessionRow(
            session.Id, session.Owner, session.Name, session.Mode, session.Status, session.Account, state.Collect?.DatasetId ?? state.Dataset?.Id, settings.Seed,
            JsonSerializer.Serialize(settings, TradingJson.Options), session.Failure?.Code, session.Failure?.Detail, session.CreatedAt, TimeOf(session, SessionStatus.Running),
            session.Status.IsEnded ? session.Transitions[^1].At : null, session.Transitions[^1].At, session.IsArchived, state.Revision);
    }

    public static SessionProgressRow ProgressOf(Session session, SessionProgress progress) => new(
        session.Id, progress.Percent, progress.Events, progress.EventsPerSecond, progress.EventTime, progress.RemainingSeconds);

    public static SessionProgress ProgressOf(SessionProgressRow row) => new(row.Percent, row.Events, row.EventsPerSecond, row.EventTime, row.RemainingSeconds);

    public static ImmutableArray<SessionTransitionRow> TransitionsOf(Session session) =>
    [
        .. session.Transitions.Select((transition, sequence) => new SessionTransitionRow(
            session.Id, sequence, transition.At, transition.From, transition.To, transition.Actor, transition.Trigger, transition.Reason)),
    ];

    private static DateTimeOffset? TimeOf(Session session, SessionStatus status) =>
        session.Transitions.FirstOrDefault(transition => transition.To == status)?.At;
}
