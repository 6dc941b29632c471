using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.Strategies.Instances;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Journal;
using Trading.Storage.Alerts;
using Trading.Storage.Journal;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Grains.Strategies;

/// <summary>What an instance tells, as entries and rows.</summary>
internal static class InstanceRecords
{
    public static JournalBatch Of(string key, InstanceSetup setup, ImmutableArray<InstanceRecord> records) => new()
    {
        Records = [.. records.Where(record => record.Alert is null).Select(record => RecordOf(key, setup, record))],
        Rows = new ResultBatch
        {
            LiveOwners = new Dictionary<string, string>(StringComparer.Ordinal) { [setup.Session] = setup.Owner },
            // An instance may raise a signal and end it in one batch: the last word on each stands.
            Signals = [.. records.Select(record => record.Signal).OfType<SignalRecord>().GroupBy(signal => signal.Number)
                .Select(words => RowOf(key, setup, words.Last()))],
        },
        Alerts = [.. records.Where(record => record.Alert is not null).Select(record => new AlertRow(
            FormattableString.Invariant($"alr-{key}.{record.Sequence}"), setup.Owner, setup.Session, "critical", record.Alert!.Code, record.Alert.Detail, record.At))],
    };

    private static LiveRecord RecordOf(string key, InstanceSetup setup, InstanceRecord record)
    {
        var entry = new JournalEntry(
            key, record.Sequence, record.Transition is null ? "signal" : "transition", setup.Owner, setup.Session, record.At,
            record.Transition is { } told
                ? JsonSerializer.Serialize(told, TradingJson.Options)
                : JsonSerializer.Serialize(record.Signal, TradingJson.Options));
        return record.Transition is not { } transition
            ? new LiveRecord(entry)
            : new LiveRecord(entry)
            {
                Transition = new InstanceTransitionRow(
                    setup.Session, 0, transition.At, setup.Strategy, setup.Version, setup.Market.Instrument.Symbol,
                    transition.Signal is { } signal ? SignalId(key, signal) : null, transition.From.ToString(), transition.To.ToString(), transition.Section,
                    transition.Price, JsonSerializer.Serialize(transition.Leaves, TradingJson.Options), transition.OrderId, transition.Reason),
            };
    }

    private static SignalRow RowOf(string key, InstanceSetup setup, SignalRecord signal) => new(
        setup.Session, SequenceOf(setup, signal), SignalId(key, signal.Number), setup.Strategy, setup.Version, setup.Market.Instrument.Symbol, signal.At, signal.Price,
        signal.Outcome is { } outcome ? JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString()) : null, signal.Reason, signal.OrderId);

    private static string SignalId(string key, long number) => FormattableString.Invariant($"{key}:{number}");

    /// <summary>A signal keeps its place in lists when its outcome is known: time, then session order, then its number.</summary>
    private static long SequenceOf(InstanceSetup setup, SignalRecord signal) =>
        (signal.At.ToUnixTimeMilliseconds() << 20) | ((long)(setup.Ordinal & 0x3FFF) << 6) | (signal.Number & 0x3F);
}
