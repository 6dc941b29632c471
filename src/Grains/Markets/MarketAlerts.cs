using Microsoft.Extensions.Logging;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Journal;
using Trading.Storage.Alerts;

namespace Trading.Grains.Markets;

/// <summary>
/// Tells the owners of sessions what they have to know of a market, until the journal has taken it. Kept in memory: a market that begins anew has behind it
/// what they are about. Runs between the turns of its grain.
/// </summary>
internal sealed class MarketAlerts(string market, IJournal journal, TimeProvider time, ILogger logger)
{
    /// <summary>While the journal is away for long, what comes on top of these is in the log alone.</summary>
    private const int WaitingMax = 1_000;

    private readonly List<AlertRow> _waiting = [];
    private Task _telling = Task.CompletedTask;

    /// <param name="number">Tells it from every other of the market with its code and subject; the same alert again changes nothing.</param>
    public void Raise(MarketSubscription subscription, string severity, string code, string subject, long number, string message)
    {
        if (subscription.Owner.Length == 0 || _waiting.Count == WaitingMax)
        {
            logger.AlertNotRaised(market, code, message);
            return;
        }

        var id = FormattableString.Invariant($"alr-{market}.{code}.{subject}.{number}");
        _waiting.Add(new AlertRow(id, subscription.Owner, subscription.Session, severity, code, message, time.GetUtcNow()));
        TellAsync().Ignore();
    }

    /// <summary>Completes when all that was raised before is stored, or could not be: then it is to be called again.</summary>
    public Task TellAsync() => _telling.IsCompleted && _waiting.Count > 0 ? _telling = TellAllAsync() : _telling;

    private async Task TellAllAsync()
    {
        try
        {
            while (_waiting.Count > 0)
            {
                var told = _waiting.Count;
                await journal.AppendAsync(new JournalBatch { Alerts = [.. _waiting] });
                _waiting.RemoveRange(0, told);
            }
        }
        catch (Exception failure)
        {
            logger.AlertsNotTold(failure, market, _waiting.Count);
        }
    }
}
