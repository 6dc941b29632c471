using System.Collections.Immutable;
using Trading.Storage.Alerts;
using Trading.Storage.Journal;
using Trading.Storage.Results;

namespace Trading.Grains.Journal;

/// <summary>What one grain hands over at a time.</summary>
internal sealed record JournalBatch
{
    public ImmutableArray<LiveRecord> Records { get; init; } = [];

    /// <summary>Rows that replace older ones, beside those of the records.</summary>
    public ResultBatch Rows { get; init; } = new();

    public ImmutableArray<AlertRow> Alerts { get; init; } = [];
}
