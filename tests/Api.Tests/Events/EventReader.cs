using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Trading.Api.Events;

namespace Trading.Api.Tests.Events;

/// <summary>One event as it came over the wire.</summary>
internal sealed record Told(string Id, string Kind, JsonNode Data)
{
    public bool IsOf(string kind, string session) => Kind == kind && $"{Data["session"]}" == session;
}

/// <summary>An open stream of live events.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    public const string Path = "/api/v1/events";

    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(90));

    private EventReader(HttpClient client, HttpResponseMessage response, Stream stream)
    {
        (_client, _response) = (client, response);
        _items = SseParser.Create(stream).EnumerateAsync(_patience.Token).GetAsyncEnumerator(_patience.Token);
    }

    /// <param name="client">Its own from now on.</param>
    /// <param name="after">The last id that was seen.</param>
    public static async Task<EventReader> OpenAsync(HttpClient client, string query = "", string? after = null)
    {
        var response = await SendAsync(client, query, after);
        Assert.True((int)response.StatusCode == 200, $"{(int)response.StatusCode} {query}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new EventReader(client, response, await response.Content.ReadAsStreamAsync());
    }

    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, string query = "", string? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path + query);
        if (after is not null)
        {
            request.Headers.TryAddWithoutValidation(EventIds.HeaderName, after);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <returns>Null when the stream has ended.</returns>
    public async Task<Told?> NextAsync() => await _items.MoveNextAsync()
        ? new Told(_items.Current.EventId!, _items.Current.EventType, JsonNode.Parse(_items.Current.Data)!)
        : null;

    /// <returns>What came, pings left out, the wanted one last.</returns>
    public async Task<List<Told>> UntilAsync(Func<Told, bool> isWanted)
    {
        var seen = new List<Told>();
        while (await NextAsync() is { } told)
        {
            if (told.Kind != EventStream.Ping)
            {
                seen.Add(told);
            }

            if (isWanted(told))
            {
                return seen;
            }
        }

        throw new InvalidOperationException("The stream ended before what was waited for.");
    }

    public async Task EndAsync()
    {
        while (await NextAsync() is not null)
        {
            // Only its end is of interest.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        await _patience.CancelAsync();
        try
        {
            await _items.DisposeAsync();
        }
        catch (Exception cut) when (cut is OperationCanceledException or IOException or NotSupportedException)
        {
            // It was cut off while it waited.
        }

        _client.Dispose();
        _patience.Dispose();
    }
}
