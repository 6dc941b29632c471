using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Trading.Benchmarks.Soak;

/// <summary>One sign-in for everybody, renewed before its token ends: the service lets nobody sign in again and again.</summary>
internal sealed class SoakSignIn(Uri address, string password) : IDisposable
{
    /// <summary>A token lives for fifteen minutes.</summary>
    private static readonly TimeSpan TokenAgeMax = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _gate = new(1);
    private string _token = "";
    private long _signedInAt;

    public async Task<string> TokenAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_token.Length == 0 || Stopwatch.GetElapsedTime(_signedInAt) > TokenAgeMax)
            {
                // A connection that is there at one look and not at another would count as one more.
                using var http = new HttpClient { BaseAddress = address };
                using var answer = await http.PostAsJsonAsync("/api/v1/auth/token", new { username = "admin", password });
                answer.EnsureSuccessStatusCode();
                _token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
                _signedInAt = Stopwatch.GetTimestamp();
            }

            return _token;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
    }
}
