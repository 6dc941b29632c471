using System.Data.Common;
using Dapper;
using Trading.Storage.Alerts;
using Trading.Storage.Live;
using Trading.Storage.Results;

namespace Trading.Storage.Journal;

/// <summary>What live grains tell: the journal, the read model and live events, in one transaction, so that neither list nor stream is ahead of the record.</summary>
public sealed class LiveJournalStore(TradingDatabase database)
{
    private const string AddedSql = "SELECT position, stream, sequence FROM journal WHERE position > @before ORDER BY position";

    /// <summary>Stores entries and rows; durable and visible when the task completes, all of it or none. Safe to repeat.</summary>
    /// <param name="records">Those that were delivered before are left as they are, their rows too.</param>
    /// <param name="rows">Rows that replace older ones by their revision, or are the same fact again.</param>
    public Task AppendAsync(
        IReadOnlyCollection<LiveRecord> records,
        ResultBatch rows,
        IReadOnlyCollection<AlertRow> alerts,
        CancellationToken cancellationToken = default) =>
        database.WriteSharedAsync(
            async connection =>
            {
                var live = new LiveEventLog();
                await LiveEventLog.LockAsync(database.Engine, connection);
                var added = await AppendAsync(connection, records, cancellationToken);
                await ResultStore.InsertAsync(
                    connection,
                    rows with
                    {
                        LiveOwners = OwnersOf(records, rows),
                        Fills = [.. added.Select(record => record.Fill).OfType<FillRow>()],
                        RoundTrips = [.. added.Select(record => record.RoundTrip).OfType<RoundTripRow>()],
                        Equity = [.. added.Select(record => record.Equity).OfType<EquityRow>()],
                        Transitions = [.. rows.Transitions, .. added.Select(record => record.Transition).OfType<InstanceTransitionRow>()],
                    },
                    live,
                    sessionOf: position => position.SessionId ?? added.LastOrDefault(record => record.Entry.Stream == position.Id)?.Entry.SessionId,
                    cancellationToken);
                await AlertStore.InsertAsync(database, connection, alerts, live, cancellationToken);
                await live.AppendAsync(connection, cancellationToken);
            },
            cancellationToken);

    private static Dictionary<string, string> OwnersOf(IReadOnlyCollection<LiveRecord> records, ResultBatch rows)
    {
        var owners = new Dictionary<string, string>(rows.LiveOwners, StringComparer.Ordinal);
        foreach (var entry in records.Select(record => record.Entry))
        {
            if (entry.SessionId is { } session)
            {
                owners[session] = entry.Owner;
            }
        }

        return owners;
    }

    /// <returns>The records that are new, numbered.</returns>
    private static async Task<IReadOnlyList<LiveRecord>> AppendAsync(
        DbConnection connection, IReadOnlyCollection<LiveRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
        {
            return [];
        }

        // Positions are drawn inside the lock and visible when it is let go; until then nobody else's are above ours.
        var before = await connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(position), 0) FROM journal");
        await JournalStore.Entries.InsertAsync(connection, [.. records.Select(record => record.Entry)], Tables.Existing.Keep, cancellationToken);
        var positions = (await connection.QueryAsync<(long Position, string Stream, long Sequence)>(AddedSql, new { before }))
            .ToDictionary(row => (row.Stream, row.Sequence), row => row.Position);
        return
        [
            .. records
                .DistinctBy(record => (record.Entry.Stream, record.Entry.Sequence))
                .Where(record => positions.ContainsKey((record.Entry.Stream, record.Entry.Sequence)))
                .Select(record => Number(record, positions[(record.Entry.Stream, record.Entry.Sequence)])),
        ];
    }

    private static LiveRecord Number(LiveRecord record, long position) => record with
    {
        Fill = record.Fill is { } fill ? fill with { Sequence = position } : null,
        RoundTrip = record.RoundTrip is { } trip ? trip with { Sequence = position } : null,
        Equity = record.Equity is { } equity ? equity with { Sequence = position } : null,
        Transition = record.Transition is { } transition ? transition with { Sequence = position } : null,
    };
}
