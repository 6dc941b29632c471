using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Trading.Api.Tests.Platform;
using Trading.Storage;
using Trading.Storage.Datasets;

namespace Trading.Api.Tests.Datasets;

/// <summary>A host whose readings of segments can be interrupted.</summary>
public sealed class InterruptedPlatform : IAsyncLifetime
{
    private readonly PlatformHost _host = new()
    {
        Replacements = services => services.Replace(ServiceDescriptor.Singleton<ISegmentQueries>(
            provider => new InterruptedSegments(new SegmentQueries(provider.GetRequiredService<TradingDatabase>())))),
    };

    internal HttpClient Client { get; private set; } = null!;

    internal LogCapture Logs => _host.Logs;

    internal IServiceProvider Services => _host.Services;

    internal InterruptedSegments Segments => (InterruptedSegments)Services.GetRequiredService<ISegmentQueries>();

    public async ValueTask InitializeAsync()
    {
        _host.Start();
        Client = await PlatformHost.SignInAsync(_host);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _host.DisposeAsync();
    }
}
