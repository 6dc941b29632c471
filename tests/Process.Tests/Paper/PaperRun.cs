using System.Globalization;
using System.Text.RegularExpressions;
using Trading.Testing;

namespace Trading.Process.Tests.Paper;

/// <summary>Traders and sessions at work on a platform that is disturbed, and the verdict on it.</summary>
internal sealed partial class PaperRun : IAsyncDisposable
{
    private const int Sessions = 2;
    private const int Traders = 3;

    /// <summary>The promise is 15 s; twice of it on a machine that does other things too.</summary>
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(TestScale.Of(suite: 30, whole: 15));

    /// <summary>How long is waited for a service that is late, so that the failure tells how late.</summary>
    private static readonly TimeSpan PatienceLimit = TimeSpan.FromSeconds(90);

    /// <summary>The longest deadline of a client's order and the bound behind it, with room for reading.</summary>
    private static readonly TimeSpan SettleLimit = PaperClient.TimeoutMax + TimeSpan.FromSeconds(20);

    /// <summary>A silo that has had no order at work for so long is killed all the same.</summary>
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Working = ["PendingNew", "Submitting", "Unknown", "New", "PartiallyFilled", "PendingCancel"];

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _trading = [];
    private readonly VenueProcess _venue;
    private readonly ITestOutputHelper _output;
    private readonly List<string> _sessions = [];
    private readonly Dictionary<string, int> _metIn = new(StringComparer.Ordinal);
    private double _backSecondsMax;
    private int _kills;

    private PaperRun(VenueProcess venue, ITestOutputHelper output) => (_venue, _output) = (venue, output);

    public PaperClient Client { get; } = new();

    /// <summary>Kills that met orders at work on what was killed.</summary>
    public int CountedKills { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PaperRun> StartAsync(VenueProcess venue, Uri api, ITestOutputHelper output)
    {
        var run = new PaperRun(venue, output);
        try
        {
            await run.StartAsync(api);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills a host while orders are at work on it.</summary>
    /// <returns>When.</returns>
    public async Task<DateTimeOffset> KillAsync(HostProcess host)
    {
        var (at, met) = await DisturbAsync(host, host.KillAsync);
        _kills++;
        CountedKills += met ? 1 : 0;
        return at;
    }

    /// <summary>Does something to a host, or to what it needs, while orders are at work on it, as its log shows; not later than after a while without any.</summary>
    /// <returns>When, and whether there were any.</returns>
    public async Task<(DateTimeOffset At, bool MetOrders)> DisturbAsync(HostProcess host, Func<Task> disturb)
    {
        var until = DateTimeOffset.UtcNow + IdleMax;
        List<string> working;
        while ((working = WorkingOn(host)).Count == 0 && DateTimeOffset.UtcNow < until)
        {
            await Task.Delay(Pause, Cancellation);
        }

        var at = DateTimeOffset.UtcNow;
        await disturb();
        foreach (var status in working)
        {
            _metIn[status] = _metIn.GetValueOrDefault(status) + 1;
        }

        return (at, working.Count > 0);
    }

    /// <summary>Waits until each session has taken an order that was asked for after an instant, and holds the time it took against the promise.</summary>
    public async Task ServedAsync(DateTimeOffset since, string after)
    {
        await Client.StaySignedInAsync();
        var back = await AllBackAsync(since, after);
        _backSecondsMax = Math.Max(_backSecondsMax, back.TotalSeconds);
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"orders taken again by every session {back.TotalSeconds:0.0} s after {after}"));
        Assert.True(back < BackLimit, $"Orders were taken again by every session only {back.TotalSeconds:0.0} s after {after}.");
    }

    /// <summary>Ends traders, faults and sessions, waits for what is due, and judges.</summary>
    /// <param name="wantsEveryState">Of a run that is long enough to have met orders in each state and every fault of the venue.</param>
    public async Task JudgeAsync(bool wantsEveryState = false)
    {
        await EverybodyTradesAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(_trading);
        var struck = await _venue.StruckAsync();
        await _venue.EndFaultsAsync();
        var faultsEndedAt = DateTimeOffset.UtcNow;
        await Task.WhenAll(_sessions.Select(Client.StopSessionAsync));

        // What is right may be a moment late: the lists follow the grains. What is wrong stays wrong until the bound is over.
        PaperEvidence evidence;
        PaperFindings findings;
        do
        {
            await Task.Delay(Pause, Cancellation);
            evidence = await PaperEvidence.ReadAsync(_venue, Client, _sessions);
            findings = evidence.Judge(Client.Log, faultsEndedAt);
        }
        while (!(findings.AreNone && evidence.AllAreOver) && DateTimeOffset.UtcNow < faultsEndedAt + SettleLimit);

        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Client.Log.Acknowledged.Count} answers, {evidence}, {CountedKills} of {_kills} kills counted ({List(_metIn)}), back after {_backSecondsMax:0.0} s at most, faults: {List(struck)}; {findings}"));
        Assert.NotEmpty(Client.Log.Acknowledged);
        Assert.True(evidence.HasFillsOfEverybody, $"Not everybody traded: {evidence}");
        Assert.True(findings.AreNone, findings.ToString());
        Assert.True(evidence.AllAreOver, $"Orders work on after their session: {evidence}");
        Assert.NotEmpty(struck);
        if (wantsEveryState)
        {
            // A fault that never struck, and a state that no kill met, say nothing.
            Assert.Empty(VenueProcess.FaultKinds.Except(struck.Keys, StringComparer.Ordinal));
            Assert.Empty(Working.Except(_metIn.Keys, StringComparer.Ordinal));
        }
    }

    /// <summary>A short run may be over before strategies, traders and faults have all had their turn: it goes on until then. The judge says if that never comes.</summary>
    private async Task EverybodyTradesAsync()
    {
        var since = DateTimeOffset.UtcNow;
        while ((!(await PaperEvidence.ReadAsync(_venue, Client, _sessions)).HasFillsOfEverybody || (await _venue.StruckAsync()).Count == 0)
            && DateTimeOffset.UtcNow - since < PatienceLimit)
        {
            await Task.Delay(Pause, Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_trading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Client.Dispose();
        _stop.Dispose();
    }

    /// <returns>The states of the orders in its hands.</returns>
    private static List<string> WorkingOn(HostProcess host)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in OrderLine().Matches(host.Output))
        {
            last[match.Groups[1].Value] = match.Groups[2].Value;
        }

        return [.. last.Values.Distinct(StringComparer.Ordinal).Intersect(Working, StringComparer.Ordinal)];
    }

    private async Task StartAsync(Uri api)
    {
        Client.MoveTo(api);
        await Client.SignInAsync();
        await Client.SaveStrategiesAsync();
        for (var session = 0; session < Sessions; session++)
        {
            _sessions.Add(await Client.StartSessionAsync(seed: session + 1));
        }

        await _venue.BeginFaultsAsync(seed: 7);
        for (var trader = 0; trader < Traders; trader++)
        {
            _trading.Add(Client.TradeAsync(_sessions[trader % Sessions], seed: trader, _stop.Token));
        }

        await AllBackAsync(DateTimeOffset.UtcNow, "their start");
    }

    private async Task<TimeSpan> AllBackAsync(DateTimeOffset since, string after)
    {
        while (true)
        {
            foreach (var trading in _trading.Where(trading => trading.IsFaulted))
            {
                await trading;
            }

            var back = _sessions.Select(session => Client.Log.BackAfter(since, session)).ToList();
            if (back.TrueForAll(time => time is not null))
            {
                return back.Max()!.Value;
            }

            Assert.True(DateTimeOffset.UtcNow - since < PatienceLimit, $"Not every session took an order within {PatienceLimit.TotalSeconds:0} s after {after}; the last answers: {Client.Log.Last}");
            await Task.Delay(Pause, Cancellation);
        }
    }

    private static string List<TCount>(IReadOnlyDictionary<string, TCount> counts) => string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"));

    // Values may stand in quotes, which JSON escapes.
    [GeneratedRegex("""Order [\\"]*(ord-[a-z2-7]+)[\\"]* is [\\"]*([A-Za-z]+)[\\"]*, filled""")]
    private static partial Regex OrderLine();
}
