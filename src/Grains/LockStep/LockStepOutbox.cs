namespace Trading.Grains.LockStep;

internal static class LockStepOutbox
{
    /// <summary>A moment waits for the journal only when so much waits to be recorded: well before an outbox is full, which would change what is decided.</summary>
    public const int EntriesMax = 500;
}
