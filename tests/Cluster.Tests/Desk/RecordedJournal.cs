using System.Collections.Concurrent;
using Trading.Grains.Journal;
using Trading.Storage.Alerts;
using Trading.Storage.Journal;

namespace Trading.Cluster.Tests.Desk;

/// <summary>Keeps what grains hand over, once each, and lets tests await it.</summary>
internal sealed class RecordedJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Stream, long Sequence), LiveRecord> _records = [];
    private readonly Dictionary<string, AlertRow> _alerts = new(StringComparer.Ordinal);
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private readonly ConcurrentDictionary<string, int> _failing = new(StringComparer.Ordinal);

    /// <summary>The next hand-overs of a stream fail.</summary>
    public void FailNext(string stream, int times) => _failing[stream] = times;

    public Task AppendAsync(JournalBatch batch)
    {
        lock (_gate)
        {
            foreach (var record in batch.Records)
            {
                if (_failing.TryGetValue(record.Entry.Stream, out var times) && times > 0)
                {
                    _failing[record.Entry.Stream] = times - 1;
                    return Task.FromException(new IOException("The journal is away."));
                }
            }

            foreach (var record in batch.Records)
            {
                _records.TryAdd((record.Entry.Stream, record.Entry.Sequence), record);
            }

            foreach (var alert in batch.Alerts)
            {
                _alerts.TryAdd(alert.Id, alert);
            }

            foreach (var (_, met) in _waiting.Where(waiter => waiter.Condition()))
            {
                met.TrySetResult();
            }

            _waiting.RemoveAll(waiter => waiter.Met.Task.IsCompleted);
        }

        return Task.CompletedTask;
    }

    /// <summary>Completes once a stream has so many entries that fit.</summary>
    public Task Until(string stream, Func<LiveRecord, bool> fits, int count = 1) =>
        Until(() => _records.Values.Count(record => record.Entry.Stream == stream && fits(record)) >= count);

    /// <summary>Alerts that were raised, once each.</summary>
    public IReadOnlyList<AlertRow> Alerts
    {
        get
        {
            lock (_gate)
            {
                return [.. _alerts.Values];
            }
        }
    }

    /// <summary>The latest alert of a session with a code, once there are so many.</summary>
    public async Task<AlertRow> Alert(string session, string code, int count = 1)
    {
        await Until(() => Fitting().Count() >= count);
        lock (_gate)
        {
            return Fitting().MaxBy(alert => alert.At)!;
        }

        IEnumerable<AlertRow> Fitting() => _alerts.Values.Where(alert => alert.SessionId == session && alert.Code == code);
    }

    public IReadOnlyList<LiveRecord> Of(string stream)
    {
        lock (_gate)
        {
            return [.. _records.Values.Where(record => record.Entry.Stream == stream).OrderBy(record => record.Entry.Sequence)];
        }
    }

    private Task Until(Func<bool> condition)
    {
        lock (_gate)
        {
            if (condition())
            {
                return Task.CompletedTask;
            }

            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, met));
            return met.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }
}
