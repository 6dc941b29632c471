using Orleans.Core.Internal;

namespace Trading.Cluster.Tests;

internal static class Activations
{
    extension(IAddressable grain)
    {
        /// <summary>The activation goes; what is called from now on reaches a new one that knows what was stored.</summary>
        public async Task DropAsync() => await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
    }
}
