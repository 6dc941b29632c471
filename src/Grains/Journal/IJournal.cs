namespace Trading.Grains.Journal;

/// <summary>Where grains hand over what happened, in a turn after it became durable with them.</summary>
internal interface IJournal
{
    /// <summary>Completes when the batch is stored. Safe to repeat; an exception says nothing.</summary>
    Task AppendAsync(JournalBatch batch);
}
