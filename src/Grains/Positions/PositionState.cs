using System.Text.Json.Serialization;
using Trading.Domain.Positions;
using Trading.Grains.Storage;

namespace Trading.Grains.Positions;

/// <summary>What the position grain keeps.</summary>
[GenerateSerializer, Alias("position-state")]
public sealed class PositionState : IBookState<PositionBook>
{
    [Id(0)]
    public PositionBook? Book { get; set; }

    /// <summary>
    /// When the sweep has to wake the position: while something is to be told. Never in lock-step: its clock does.
    /// Stored first, where the write finds it without parsing, and beside the row, where SQL indexes it.
    /// </summary>
    [JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? WakeAt => Book is { Context.Clock: null, Outbox: [var oldest, ..] } ? oldest.News.At : null;
}
