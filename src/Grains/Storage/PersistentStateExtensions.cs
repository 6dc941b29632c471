namespace Trading.Grains.Storage;

internal static class PersistentStateExtensions
{
    extension<TState>(IPersistentState<TState> storage)
    {
        /// <summary>Writes, or drops the activation when the write fails: memory must never run ahead of storage.</summary>
        public async Task WriteOrDeactivateAsync(IGrainBase owner)
        {
            try
            {
                await storage.WriteStateAsync();
            }
            catch (Exception)
            {
                owner.DeactivateOnIdle();
                throw;
            }
        }
    }
}
