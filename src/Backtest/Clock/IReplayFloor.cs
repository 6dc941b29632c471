using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Backtest.Clock;

/// <summary>What a clock drives: venue, orders, positions, account and instances, wherever they are kept. Each call returns once all that it caused is applied.</summary>
internal interface IReplayFloor
{
    /// <summary>No position is open: seconds that pass change nothing.</summary>
    bool IsFlat { get; }

    /// <summary>No order, no position, nothing in flight: market events only move prices and conditions.</summary>
    bool IsQuiet { get; }

    /// <summary>False while the clock only finds its way back to where it was.</summary>
    bool MayStop { get; }

    /// <summary>A block was loaded: instances are to see it.</summary>
    void Begin(ReplayStream stream);

    /// <summary>The venue works through the stream's next event.</summary>
    /// <param name="reports">Receives what it says, in order; each is handed back with <see cref="Report"/>.</param>
    void Advance(ReplayStream stream, List<VenueReport> reports);

    /// <summary>A whole second of event time was reached.</summary>
    void Second(long timeMs);

    /// <summary>The venue's word reaches those whom it concerns.</summary>
    void Report(VenueReport report);

    /// <summary>What follows from an event once the venue has spoken: deadlines, protection, instances.</summary>
    void Work(ReplayStream stream, DateTimeOffset now);

    /// <summary>Data or the run ended: the venue cancels what works or is on its way there.</summary>
    /// <param name="end">Time reached: of the last event, or the end of the duration.</param>
    /// <param name="isExhausted">The data are at an end, and not only the run.</param>
    /// <param name="reports">Receives what it says, in order; each is handed back with <see cref="Report"/>.</param>
    void Close(DateTimeOffset end, bool isExhausted, List<VenueReport> reports);

    /// <summary>Somebody paused or resumed a strategy: each of its instances is told, in session order.</summary>
    /// <returns>Symbols whose instance stays as it is.</returns>
    ImmutableArray<Symbol> Intervene(Intervention intervention);

    /// <summary>Somebody wants to see where everything stands.</summary>
    void Stand();
}
