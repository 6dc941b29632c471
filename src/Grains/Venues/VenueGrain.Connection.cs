using Trading.Domain.Exchanges;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Operations;

namespace Trading.Grains.Venues;

/// <summary>Tells the account, which keeps it, whether the venue is heard; when it is, <see cref="VenueHearing"/> decides.</summary>
internal sealed partial class VenueGrain
{
    /// <summary>While entries wait for it, a round that was not answered in full is repeated as soon as this.</summary>
    private static readonly TimeSpan RoundPause = TimeSpan.FromMilliseconds(500);

    private VenueHearing _hearing = VenueHearing.Unknown;
    private SilenceNote? _silence;

    private void ConnectionOpened()
    {
        _hearing = _hearing.Opened();

        // What happened before it was not told.
        _reconcileAt = DateTimeOffset.MinValue;
        _ = LookAsync();
    }

    private void ConnectionLost()
    {
        _hearing = _hearing.Lost();
        _silence ??= new SilenceNote(Key, time.GetUtcNow(), GrainFactory);
        TellConnection();
    }

    private void RoundEnded(int stream, bool isAccountRead, IEnumerable<string> asked)
    {
        _hearing = _hearing.RoundEnded(stream, isAccountRead, asked);
        if (_hearing.WantsRound)
        {
            // Begun before the stream was, it is followed by one that is due already.
            _reconcileAt = stream == _hearing.Stream ? time.GetUtcNow() + RoundPause : _reconcileAt;
        }
        else
        {
            // What was answered is passed on by the next turn of the pump.
            _pump!.Set(TimeSpan.Zero);
        }
    }

    /// <summary>In the turn that has stored what was answered.</summary>
    private void AnswersStored()
    {
        if (_answers.Count == 0)
        {
            _hearing = _hearing.Stored(State.Outbox.Sequence);
            TellConnection();
        }
    }

    /// <summary>
    /// At once when it may have changed, and again each second: a word may be lost, and a silo that stood still and was replaced may say, when it wakes,
    /// that it has heard nothing.
    /// </summary>
    private void TellConnection()
    {
        _hearing = _hearing.PassedOn(State.Outbox.Entries is [var oldest, ..] ? oldest.Sequence : null);
        if (_hearing.IsStale is { } isStale)
        {
            GrainFactory.GetGrain<IAccountGrain>(Opening.Account).SetStale(isStale).Ignore();
        }

        if (_hearing.IsStale is false)
        {
            _silence?.End();
            _silence = null;
        }

        _silence?.Repeat(time.GetUtcNow());
    }
}
