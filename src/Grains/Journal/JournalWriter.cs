using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Storage.Accounts;
using Trading.Storage.Journal;
using Trading.Storage.Results;

namespace Trading.Grains.Journal;

/// <summary>One on each silo: commits what many grains hand over in one transaction, and tells each when its part is stored.</summary>
internal sealed class JournalWriter(LiveJournalStore store, ILogger<JournalWriter> logger) : BackgroundService, IJournal
{
    private const int BatchesMax = 500;

    // Bounded: a grain whose turn to hand over comes while it is full waits, and what it holds stays in its outbox.
    private readonly Channel<(JournalBatch Batch, TaskCompletionSource Stored)> _inbox =
        Channel.CreateBounded<(JournalBatch, TaskCompletionSource)>(new BoundedChannelOptions(10_000) { SingleReader = true });

    public async Task AppendAsync(JournalBatch batch)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _inbox.Writer.WriteAsync((batch, stored));
        await stored.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var taken = new List<(JournalBatch Batch, TaskCompletionSource Stored)>(BatchesMax);
        while (await _inbox.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            taken.Clear();
            while (taken.Count < BatchesMax && _inbox.Reader.TryRead(out var next))
            {
                taken.Add(next);
            }

            await StoreAsync(taken).ConfigureAwait(false);
        }
    }

    private async Task StoreAsync(List<(JournalBatch Batch, TaskCompletionSource Stored)> taken)
    {
        try
        {
            await store.AppendAsync(
                [.. taken.SelectMany(part => part.Batch.Records)],
                Merge(taken.ConvertAll(part => part.Batch.Rows)),
                [.. taken.SelectMany(part => part.Batch.Alerts)]).ConfigureAwait(false);
            taken.ForEach(part => part.Stored.SetResult());
        }
        catch (Exception failure)
        {
            logger.AppendFailed(failure, taken.Count);
            taken.ForEach(part => part.Stored.SetException(failure));
        }
    }

    private static ResultBatch Merge(List<ResultBatch> batches) => new()
    {
        Orders = All<OrderRow>(batches, batch => batch.Orders),
        OrderEvents = All<OrderEventRow>(batches, batch => batch.OrderEvents),
        Ledger = All<LedgerRow>(batches, batch => batch.Ledger),
        Transitions = All<InstanceTransitionRow>(batches, batch => batch.Transitions),
        Signals = All<SignalRow>(batches, batch => batch.Signals),
        Instances = All<InstanceRow>(batches, batch => batch.Instances),
        Markets = All<SessionMarketRow>(batches, batch => batch.Markets),
        Accounts = All<AccountRow>(batches, batch => batch.Accounts),
        Positions = All<PositionRow>(batches, batch => batch.Positions),
        LiveOwners = OwnersOf(batches),
    };

    private static Dictionary<string, string> OwnersOf(List<ResultBatch> batches)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (session, owner) in batches.SelectMany(batch => batch.LiveOwners))
        {
            owners[session] = owner;
        }

        return owners;
    }

    private static List<T> All<T>(List<ResultBatch> batches, Func<ResultBatch, IReadOnlyCollection<T>> rows) => [.. batches.SelectMany(rows)];
}
