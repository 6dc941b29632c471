using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Trading.Benchmarks.Soak;

/// <summary>One sign-in for everybody, renewed before its token ends: the service lets nobody sign in again and again.</summary>
internal sealed class SoakSignIn(Uri address, string password) : IDisposable
{
    /// <summary>A token lives for fifteen minutes.</summary>
    private static readonly TimeSpan TokenAgeMax = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http = new() { BaseAddress = address };
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
                using var answer = await _http.PostAsJsonAsync("/api/v1/auth/token", new { username = "admin", password });
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
        _http.Dispose();
    }
}
