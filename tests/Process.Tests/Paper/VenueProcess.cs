using System.Net.Http.Json;
using System.Text.Json;
using Trading.Testing;

namespace Trading.Process.Tests.Paper;

/// <summary>The exchange simulator: the venue of all accounts, whose ledger is the truth.</summary>
internal sealed class VenueProcess : IAsyncDisposable
{
    /// <summary>Every few requests something goes wrong on the wire or in the pushes.</summary>
    private static readonly (string Kind, double Probability)[] Faults =
    [
        ("response_lost", 0.05), ("never_arrived", 0.03), ("arrived_late", 0.03), ("duplicate_submit", 0.05), ("server_error", 0.02), ("rate_limited", 0.02),
        ("fill_before_ack", 0.1), ("reordered", 0.05), ("duplicated", 0.1), ("push_dropped", 0.03), ("reject_unknown", 0.01), ("reject_known", 0.01),
        ("fill_after_cancel", 0.2), ("fill_during_cancel", 0.2), ("partial_then_silence", 0.2), ("read_lag", 0.05),
    ];

    public static IEnumerable<string> FaultKinds => Faults.Select(fault => fault.Kind);

    private readonly TemporaryFolder _folder = new();
    private ExchangeSimulatorProcess _process = null!;
    private HttpClient _http = null!;

    /// <summary>Of each process that trades on paper.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Trading__Paper__VenueUrl"] = _process.Address.GetLeftPart(UriPartial.Authority),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<VenueProcess> StartAsync()
    {
        var venue = new VenueProcess();
        venue._process = await ExchangeSimulatorProcess.StartAsync(venue._folder.Path);
        venue._http = new HttpClient { BaseAddress = venue._process.Address };
        return venue;
    }

    public async Task BeginFaultsAsync(ulong seed)
    {
        foreach (var (kind, probability) in Faults)
        {
            using var answer = await _http.PostAsJsonAsync("faults", new { kind, probability, seed, delayMs = 700, lagMs = 700 }, Cancellation);
            answer.EnsureSuccessStatusCode();
        }
    }

    public async Task EndFaultsAsync()
    {
        using var answer = await _http.DeleteAsync("faults", Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How often each fault struck that did.</summary>
    public async Task<IReadOnlyDictionary<string, long>> StruckAsync()
    {
        var counters = await _http.GetFromJsonAsync<JsonElement>("counters", Cancellation);
        return counters.GetProperty("faults").EnumerateObject().ToDictionary(fault => fault.Name, fault => fault.Value.GetInt64(), StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<JsonElement>> LedgerAsync() =>
        [.. (await _http.GetStringAsync("ledger", Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
