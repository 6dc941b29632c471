using System.Text.Json;
using Microsoft.Extensions.Logging;
using Trading.Domain.MarketData;
using Trading.Storage;
using Trading.Storage.Datasets;
using Trading.Storage.Json;
using Trading.Storage.MarketData.Recording;

namespace Trading.Grains.Markets;

/// <summary>
/// Records one market for one collect session: takes events in order, stores them every few seconds, and goes on where the recorder before it
/// was cut off. Runs between the turns of its grain, one step at a time.
/// </summary>
/// <param name="importId">The import that the recording is for its dataset.</param>
/// <param name="activation">Unlike that of every other recorder.</param>
internal sealed class MarketRecorder(string market, string importId, string activation, RecordingStore store, TimeProvider time, ILogger logger)
{
    /// <summary>With the second between two looks of the market, what a crash can cost stays under five.</summary>
    private static readonly TimeSpan StorePeriod = TimeSpan.FromSeconds(3.5);

    private readonly string _run = ImportRuns.Recording(importId, activation);
    private RecordingWriter? _writer;

    /// <summary>Cut off and not stored yet: nothing is cut before it is stored.</summary>
    private RecordedPart? _pending;
    private long? _next;
    private bool _isOver;
    private DateTimeOffset _storedAt = time.GetUtcNow();
    private Task _storing = Task.CompletedTask;
    private Task _last = Task.CompletedTask;

    /// <summary>Takes a batch; events that it has taken already are left out. What does not arrive in between is a gap.</summary>
    /// <param name="first">Number of the first event.</param>
    public Task TakeAsync(long first, MarketBatch batch) => StepAsync(async writer =>
    {
        if (_next is { } expected && first > expected)
        {
            writer.Break();
        }

        for (var index = (int)Math.Max(0, (_next ?? first) - first); index < batch.Count; index++)
        {
            if (writer.IsFull)
            {
                await StoreAsync(writer, isLast: false);
            }

            writer.Take(batch, index);
            _next = first + index + 1;
        }
    });

    /// <summary>Stores what came, if it is time to. The caller does not wait for it; what fails is tried again.</summary>
    public void StoreIfDue()
    {
        if (_storing.IsCompleted && _writer is not null && time.GetUtcNow() - _storedAt >= StorePeriod)
        {
            _storing = StoreLoggedAsync();
        }
    }

    /// <summary>Stores the rest. May be repeated, and more may be taken in between.</summary>
    public Task FinishAsync() => StepAsync(writer => StoreAsync(writer, isLast: true));

    private async Task StoreLoggedAsync()
    {
        try
        {
            await StepAsync(writer => StoreAsync(writer, isLast: false));
        }
        catch (Exception failure)
        {
            logger.RecordingNotStored(failure, market, importId);
        }
    }

    /// <summary>Nothing happens once the recording is over: its session has ended it, its dataset is gone, or another recorder has it.</summary>
    private Task StepAsync(Func<RecordingWriter, Task> step) => _last = AfterAsync(_last, step);

    private async Task AfterAsync(Task before, Func<RecordingWriter, Task> step)
    {
        // Whoever asked for the step before hears of its failure.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            if (!_isOver && (_writer ??= await OpenAsync()) is { } writer)
            {
                await step(writer);
            }
        }
        catch (StaleRunException)
        {
            End();
        }
    }

    private async Task<RecordingWriter?> OpenAsync()
    {
        if (await store.TakeOverAsync(importId, _run, time.GetUtcNow()) is not { } recording)
        {
            End();
            return null;
        }

        var source = JsonSerializer.Deserialize<ImportSource>(recording.Import.Source, TradingJson.Options)!;
        logger.RecordingBegins(market, importId, recording.Import.RowCount);
        return new RecordingWriter(recording, source.Recording!.Kinds);
    }

    private async Task StoreAsync(RecordingWriter writer, bool isLast)
    {
        await StorePendingAsync();
        _pending = await writer.CutAsync(isLast);
        await StorePendingAsync();
        _storedAt = time.GetUtcNow();
    }

    private async Task StorePendingAsync()
    {
        if (_pending is { } part)
        {
            await store.AppendAsync(importId, _run, part, time.GetUtcNow());
            _pending = null;
        }
    }

    private void End()
    {
        _isOver = true;
        logger.RecordingOver(market, importId);
    }
}
