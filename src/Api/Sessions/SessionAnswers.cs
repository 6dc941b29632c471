using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.Json;
using Trading.Storage.Sessions;

namespace Trading.Api.Sessions;

/// <summary>A session.</summary>
/// <param name="Account">Id of its account, <c>acc-…</c>.</param>
/// <param name="Failure">Only when it failed.</param>
/// <param name="Duration">Event time after which it ends by itself, such as <c>2h</c>; only when one was asked for.</param>
/// <param name="Transitions">Only when one session is asked for.</param>
/// <param name="Collect">What it records; only in mode collect, whose account stays unused.</param>
/// <param name="Venue">How its simulated venue behaves; not in mode collect.</param>
/// <param name="Warnings">What the pre-flight found that did not stand in the way; only when one session is asked for, and there were any.</param>
/// <param name="Interventions">Pauses and resumes of its strategies; only when one session is asked for, and there were any.</param>
public sealed record SessionAnswer(
    string Id,
    string Name,
    string Owner,
    SessionMode Mode,
    SessionStatus State,
    string Account,
    long Seed,
    MarketSelectionAnswer Market,
    ImmutableArray<SessionStrategyAnswer> Strategies,
    decimal InitialBalance,
    StopPolicy StopPolicy,
    int MaxActiveInstances,
    ProgressAnswer Progress,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    bool Archived,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SessionFailureAnswer? Failure = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SessionTransitionAnswer>? Transitions = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Duration = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<InterventionAnswer>? Interventions = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CollectAnswer? Collect = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SessionVenueAnswer? Venue = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ValidationError>? Warnings = null)
{
    public static SessionAnswer From(SessionView view)
    {
        var session = view.Session;
        var settings = view.Settings;
        return new SessionAnswer(
            session.Id, session.Name, session.Owner, session.Mode, session.Status, session.Account, settings.Seed, MarketSelectionAnswer.From(settings.Market, view.Dataset?.Id),
            [.. session.Strategies.Select(strategy => new SessionStrategyAnswer(strategy.Name, strategy.Version, strategy.Symbols))],
            settings.InitialBalance, settings.StopPolicy, settings.MaxActiveInstances, ProgressAnswer.From(view.Progress), session.CreatedAt,
            session.Status.IsEnded ? session.Transitions[^1].At : null, session.IsArchived,
            session.Failure is { } failure ? new SessionFailureAnswer(failure.Code, failure.Detail) : null,
            [.. session.Transitions.Select(SessionTransitionAnswer.Of)],
            DurationOf(settings),
            session.Interventions.IsEmpty ? null : [.. session.Interventions.Select(InterventionAnswer.Of)],
            CollectAnswer.From(settings.Collect),
            SessionVenueAnswer.From(settings),
            session.Warnings.IsEmpty ? null : session.Warnings);
    }

    /// <param name="progress">Null before the first report.</param>
    public static SessionAnswer From(SessionRow row, SessionProgressRow? progress)
    {
        var settings = JsonSerializer.Deserialize<SessionSettings>(row.Settings, TradingJson.Options)!;
        return new SessionAnswer(
            row.Id, row.Name, row.Owner, row.Mode, row.Status, row.AccountId, row.Seed, MarketSelectionAnswer.From(settings.Market, row.DatasetId),
            [.. settings.Strategies.Select(strategy => new SessionStrategyAnswer(strategy.Name, strategy.Version!.Value, strategy.Symbols))],
            settings.InitialBalance, settings.StopPolicy, settings.MaxActiveInstances, ProgressAnswer.From(progress), row.CreatedAt, row.EndedAt, row.Archived,
            row.FailureCode is { } code ? new SessionFailureAnswer(code, row.FailureDetail ?? "") : null,
            Duration: DurationOf(settings),
            Collect: CollectAnswer.From(settings.Collect),
            Venue: SessionVenueAnswer.From(settings));
    }

    private static string? DurationOf(SessionSettings settings) => settings.Duration is { } duration ? DurationText.Format(duration) : null;
}

/// <param name="Speed"><c>"max"</c> or a factor; null on a feed that the wall clock paces.</param>
/// <param name="Dataset">Id or name, as the session was given it.</param>
/// <param name="DatasetId">Of the dataset itself, whatever its name means by now; null without one.</param>
public sealed record MarketSelectionAnswer(string? Feed, string? Dataset, string? DatasetId, object? Speed)
{
    public static MarketSelectionAnswer From(MarketSelection market, string? datasetId) => new(market.Feed, market.Dataset, datasetId, market.Speed is { } factor ? factor : market.IsLockStep ? "max" : null);
}

/// <param name="Dataset">As the request named it.</param>
/// <param name="Kinds">Empty for all that the feed brings.</param>
public sealed record CollectAnswer(string Dataset, ImmutableArray<Symbol> Symbols, ImmutableArray<SeriesKind> Kinds)
{
    public static CollectAnswer? From(CollectSelection? collect) =>
        collect is null ? null : new CollectAnswer(collect.Dataset, collect.Symbols, collect.Kinds);
}

/// <param name="Version">The pinned version.</param>
public sealed record SessionStrategyAnswer(string Name, int Version, ImmutableArray<Symbol> Symbols);

/// <param name="Percent">0–100.</param>
/// <param name="Events">Market events done.</param>
/// <param name="RemainingSeconds">Estimate.</param>
public sealed record ProgressAnswer(double Percent, long Events, double EventsPerSecond, DateTimeOffset? EventTime, double? RemainingSeconds)
{
    public static ProgressAnswer From(SessionProgress progress) =>
        new(progress.Percent, progress.Events, progress.EventsPerSecond, progress.EventTime, progress.RemainingSeconds);

    public static ProgressAnswer From(SessionProgressRow? row) => row is null
        ? From(SessionProgress.None)
        : new(row.Percent, row.Events, row.EventsPerSecond, row.EventTime, row.RemainingSeconds);
}

public sealed record SessionFailureAnswer(string Code, string Detail);

public sealed record SessionTransitionAnswer(DateTimeOffset At, SessionStatus From, SessionStatus To, string Actor, string Trigger, string Reason)
{
    public static SessionTransitionAnswer Of(SessionTransition transition) =>
        new(transition.At, transition.From, transition.To, transition.Actor, transition.Trigger, transition.Reason);

    public static SessionTransitionAnswer Of(SessionTransitionRow row) => new(row.At, row.FromState, row.ToState, row.Actor, row.TriggerName, row.Reason);
}

/// <summary>Somebody paused or resumed a strategy.</summary>
/// <param name="AskedAt">Wall time.</param>
/// <param name="EffectiveAt">Event time from which on it holds; null until the run has taken it up.</param>
/// <param name="Refused">Symbols whose instance was left as it was: faulted and not flat.</param>
public sealed record InterventionAnswer(
    string Strategy, InterventionKind Kind, string Actor, DateTimeOffset AskedAt, DateTimeOffset? EffectiveAt, ImmutableArray<Symbol> Refused)
{
    public static InterventionAnswer Of(Intervention intervention) => new(
        intervention.Strategy, intervention.Kind, intervention.Actor, intervention.AskedAt, intervention.EffectiveAt, intervention.Refused);
}

/// <param name="Valid">A start would go.</param>
public sealed record PreflightAnswer(bool Valid, IReadOnlyList<ValidationError> Errors, IReadOnlyList<ValidationError> Warnings);
