using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.Accounts;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;

namespace Trading.Grains.Abstractions.Sessions;

/// <param name="RequestHash">Hash of the canonical request; the same key with another hash is refused.</param>
/// <param name="CanReadAll">The owner may use datasets of every trader (an administrator).</param>
[GenerateSerializer, Immutable, Alias("start-session")]
public sealed record StartSession(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Actor,
    [property: Id(2)] string RequestHash,
    [property: Id(3)] SessionSettings Settings,
    [property: Id(4)] bool CanReadAll)
{
    /// <summary>The dataset itself, where a name may mean another one by now: of a session that is run anew. Null to go by the settings.</summary>
    [Id(5)]
    public string? DatasetId { get; init; }
}

public enum StartResult : byte
{
    Started = 0,

    /// <summary>The settings, a strategy or the dataset do not allow it; nothing was created.</summary>
    Refused = 1,

    /// <summary>The session exists with another request.</summary>
    Reused = 2,

    /// <summary>Another running session trades a symbol of it on the same account; nothing was created.</summary>
    Leased = 3,

    /// <summary>All that speaks against it is how its dataset stands: still importing, failed, or not open to what it would record; nothing was created.</summary>
    DatasetConflict = 4,
}

/// <param name="Session">Set when started, also by an earlier, equal request.</param>
/// <param name="Errors">Why it was refused, each with a pointer into the request.</param>
[GenerateSerializer, Immutable, Alias("start-outcome")]
public sealed record StartOutcome(
    [property: Id(0)] StartResult Result, [property: Id(1)] SessionView? Session, [property: Id(2)] ImmutableArray<ValidationError> Errors)
{
    /// <summary>Who holds what, when leased.</summary>
    [Id(3)]
    public LeaseConflict? Conflict { get; init; }

    public static StartOutcome Leased(LeaseConflict conflict) => new(StartResult.Leased, null, []) { Conflict = conflict };

    public static StartOutcome Started(SessionView session) => new(StartResult.Started, session, []);

    public static StartOutcome Refused(ImmutableArray<ValidationError> errors) => new(StartResult.Refused, null, errors);

    public static StartOutcome DatasetConflict(ImmutableArray<ValidationError> errors) => new(StartResult.DatasetConflict, null, errors);

    public static StartOutcome Reused { get; } = new(StartResult.Reused, null, []);
}

/// <param name="Errors">Why a start would be refused; empty when it would go.</param>
/// <param name="Warnings">Do not block.</param>
[GenerateSerializer, Immutable, Alias("preflight-outcome")]
public sealed record PreflightOutcome(
    [property: Id(0)] ImmutableArray<ValidationError> Errors, [property: Id(1)] ImmutableArray<ValidationError> Warnings);

/// <summary>A session as its grain knows it.</summary>
/// <param name="Dataset">The sealed dataset that it replays, as it was sealed; null on a feed.</param>
[GenerateSerializer, Immutable, Alias("session-view")]
public sealed record SessionView(
    [property: Id(0)] Session Session, [property: Id(1)] SessionSettings Settings, [property: Id(2)] SessionProgress Progress,
    [property: Id(3)] Dataset? Dataset);

public enum ArchiveOutcome : byte
{
    Archived = 0,
    NotFound = 1,

    /// <summary>It has not ended.</summary>
    Running = 2,
}

/// <summary>What a worker is to do with its run.</summary>
/// <param name="Stop">End the run by this policy; null to go on.</param>
/// <param name="IsAbandoned">Another run has taken over: write nothing more.</param>
/// <param name="Interventions">To be carried out, in order, unless they are already.</param>
[GenerateSerializer, Immutable, Alias("run-instruction")]
public sealed record RunInstruction(
    [property: Id(0)] StopPolicy? Stop, [property: Id(1)] bool IsAbandoned, [property: Id(2)] ImmutableArray<Intervention> Interventions)
{
    public static RunInstruction GoOn { get; } = new(null, false, []);

    public static RunInstruction Abandon { get; } = new(null, true, []);
}

/// <summary>How a run ended.</summary>
/// <param name="Progress">The last word.</param>
/// <param name="Failure">Null when it ran to its end or was stopped.</param>
/// <param name="Trigger">What ended it by itself, see <see cref="SessionTriggers"/>; of no weight when it failed or was stopped.</param>
[GenerateSerializer, Immutable, Alias("run-ending")]
public sealed record RunEnding(
    [property: Id(0)] SessionProgress Progress, [property: Id(1)] SessionFailure? Failure, [property: Id(2)] string Trigger = SessionTriggers.DataExhausted);

public enum InterveneResult : byte
{
    /// <summary>Noted durably, or already so; the run carries it out within a second.</summary>
    Noted = 0,
    NotFound = 1,

    /// <summary>The session does not run any more.</summary>
    NotRunning = 2,

    /// <summary>The session has taken <see cref="Session.InterventionsMax"/> already.</summary>
    TooMany = 3,
}

/// <param name="Session">Set when noted.</param>
[GenerateSerializer, Immutable, Alias("intervene-outcome")]
public sealed record InterveneOutcome([property: Id(0)] InterveneResult Result, [property: Id(1)] SessionView? Session = null);
