using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Operations;

namespace Trading.Grains.Venues;

/// <summary>
/// Whether the venue is heard. When its stream of reports breaks, the account takes no entries until the stream runs again, orders and account have
/// been asked after since, and what was found has reached those whom it concerns. The account keeps that; what is here is of this activation alone,
/// and the next one begins with such a round.
/// </summary>
internal sealed partial class VenueGrain
{
    /// <summary>While entries wait for it, a round that was not answered in full is repeated as soon as this.</summary>
    private static readonly TimeSpan RoundPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Orders that were answered since the stream opened.</summary>
    private readonly HashSet<string> _answeredSince = new(StringComparer.Ordinal);

    /// <summary>Of the stream that runs; null while none does.</summary>
    private object? _connection;

    /// <summary>The connection since whose beginning everything was asked after.</summary>
    private object? _snapshotOf;

    /// <summary>The last report that came of it: it is applied once the outbox is past that.</summary>
    private long? _snapshotSequence;

    /// <summary>Null as long as this activation does not know.</summary>
    private bool? _isStale;

    private SilenceNote? _silence;

    private void ConnectionOpened()
    {
        _connection = new object();
        _answeredSince.Clear();

        // What happened before it was not told.
        _reconcileAt = DateTimeOffset.MinValue;
        _ = LookAsync();
    }

    private void ConnectionLost()
    {
        (_connection, _snapshotOf, _snapshotSequence, _isStale) = (null, null, null, true);
        _silence ??= new SilenceNote(Key, time.GetUtcNow(), GrainFactory);
        TellConnection();
    }

    private void NoteAnswered(object? connection, string orderId)
    {
        if (_snapshotOf is null && connection is not null && connection == _connection)
        {
            _answeredSince.Add(orderId);
        }
    }

    /// <param name="connection">Of the moment at which the round began.</param>
    /// <param name="isComplete">The account was read, and each order was answered in this round or in one before it on the same connection.</param>
    private void NoteRound(object? connection, bool isComplete)
    {
        if (_snapshotOf is not null || connection is null || connection != _connection)
        {
            return;
        }

        if (isComplete)
        {
            // What was answered is passed on by the next turn of the pump.
            _snapshotOf = connection;
            _answeredSince.Clear();
            _pump!.Set(TimeSpan.Zero);
        }
        else
        {
            _reconcileAt = time.GetUtcNow() + RoundPause;
        }
    }

    /// <summary>In the turn that has stored what was answered.</summary>
    private void SnapshotTaken()
    {
        if (_snapshotOf is not null && _snapshotOf == _connection && _answers.Count == 0)
        {
            _snapshotSequence ??= _isStale is false ? null : State.Outbox.Sequence;
            TellConnection();
        }
    }

    /// <summary>
    /// At once when it may have changed, and again each second: a word may be lost, and a silo that stood still and was replaced may say, when it wakes,
    /// that it has heard nothing.
    /// </summary>
    private void TellConnection()
    {
        if (_snapshotSequence is { } sequence && (State.Outbox.Entries is not [var oldest, ..] || oldest.Sequence > sequence))
        {
            (_isStale, _snapshotSequence) = (false, null);
        }

        if (_isStale is { } isStale)
        {
            GrainFactory.GetGrain<IAccountGrain>(Opening.Account).SetStale(isStale).Ignore();
        }

        if (_isStale is false)
        {
            _silence?.End();
            _silence = null;
        }

        _silence?.Repeat(time.GetUtcNow());
    }
}
