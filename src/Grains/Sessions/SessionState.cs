using System.Text.Json.Serialization;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;
using Trading.Grains.Sessions.Collect;
using Trading.Grains.Sessions.Paper;

namespace Trading.Grains.Sessions;

/// <summary>What the session grain keeps.</summary>
[GenerateSerializer, Alias("session-state")]
public sealed class SessionState
{
    /// <summary>Null until the session exists.</summary>
    [Id(0)]
    public Session? Session { get; set; }

    [Id(1)]
    public SessionSettings? Settings { get; set; }

    /// <summary>The sealed dataset that it replays; null on a feed.</summary>
    [Id(2)]
    public Dataset? Dataset { get; set; }

    /// <summary>The last word of the run that ended; a running session's progress is not worth a write.</summary>
    [Id(3)]
    public SessionProgress Progress { get; set; } = SessionProgress.None;

    /// <summary>Counts the changes, so that the read model keeps the newest.</summary>
    [Id(4)]
    public long Revision { get; set; }

    /// <summary>What a paper session runs on; null for another mode.</summary>
    [Id(5)]
    public PaperPlan? Plan { get; set; }

    /// <summary>What a collect session records; null for another mode.</summary>
    [Id(6)]
    public CollectPlan? Collect { get; set; }

    /// <summary>
    /// When the sweep has to wake the session: a start that broke off before anybody else knew of it.
    /// Stored first, where the write finds it without parsing, and beside the row, where SQL indexes it.
    /// </summary>
    [JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? WakeAt => Session is { Status: SessionStatus.Created or SessionStatus.Starting } session ? session.CreatedAt : null;
}
