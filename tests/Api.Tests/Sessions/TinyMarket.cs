using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>A trader with two minutes of a market and a strategy: for sessions that are refused, or over at once.</summary>
public sealed class TinyMarket(TradingPlatform platform) : IAsyncLifetime
{
    internal HttpClient Client { get; private set; } = null!;

    /// <summary>A trader of his own with the same things.</summary>
    internal static async Task<HttpClient> NewTraderAsync(TradingPlatform platform)
    {
        var (_, tokens) = await platform.NewUserAsync();
        var client = platform.WithToken(tokens.AccessToken);
        await client.GenerateAsync("tiny", "calm", "2m", 5);
        await client.SaveAsync(JsonNode.Parse(ChurnRun.Strategy)!);
        return client;
    }

    public async ValueTask InitializeAsync() => Client = await NewTraderAsync(platform);

    public ValueTask DisposeAsync()
    {
        Client?.Dispose();
        return ValueTask.CompletedTask;
    }
}
