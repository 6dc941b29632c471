namespace Trading.Hosting.Health;

/// <summary>Asks a running host for its health, for container engines.</summary>
public static class HealthProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <returns>The exit code: 0 when the answer was a success.</returns>
    public static async Task<int> RunAsync(Uri url)
    {
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var response = await client.GetAsync(url);
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            // Nobody answers: that is the finding.
            return 1;
        }
    }
}
