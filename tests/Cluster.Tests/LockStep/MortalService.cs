using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Trading.Cluster.Tests.LockStep;

/// <summary>A hosted service of a silo that is killed: the kill waits for nothing that it is at, and that it was at something is no failure.</summary>
internal sealed class MortalService(IHostedService inner) : IHostedService
{
    public static ServiceDescriptor Of(ServiceDescriptor service) => ServiceDescriptor.Singleton<IHostedService>(provider => new MortalService(
        (IHostedService)(service.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!))));

    public Task StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await inner.StopAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Killed.
        }
    }
}
