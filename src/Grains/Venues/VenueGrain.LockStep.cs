using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions.LockStep;
using Trading.Grains.LockStep;

namespace Trading.Grains.Venues;

/// <summary>Under a replay clock: one event at a time, and what it caused goes on its way when the clock lets it.</summary>
internal sealed partial class VenueGrain
{
    // Of the clock, not of the venue: an activation lets nothing go until it is told to.
    private long _letGo;
    private ReplayMoment? _letGoIn;
    private long _changes;

    private VenueClock Clock => State.Clock ?? throw new InvariantException($"Venue {Key} has no clock.");

    public async Task<VenueReached> Join(int run)
    {
        if (State.Clock is { } known)
        {
            Require(run >= known.Run, run);
        }

        if (State.Clock?.Run != run)
        {
            State.Clock = State.Clock is { } clock ? clock with { Run = run } : new VenueClock(run, null, IsEnded: false);
            await Save();
        }

        return new VenueReached(State.Next.ToImmutableDictionary(StringComparer.Ordinal));
    }

    public async Task<VenueWord> Step(int run, long number, MarketBatch batch)
    {
        Require(run == Clock.Run, run);
        var symbol = batch.Symbol;
        var next = State.Next.GetValueOrDefault(symbol.Value);
        if (number != next)
        {
            // The turn that worked it through may still be waiting.
            await _writes.Settle();
            return number == next - 1 && Clock.Word is { } said && said.Symbol == symbol.Value && said.Next == next ? said : new VenueWord(symbol.Value, next, []);
        }

        Venue.Observe(Venue.IndexOf(symbol), batch, 0, batch.Count, _reports);
        State.Next[symbol.Value] = number + batch.Count;
        var word = new VenueWord(symbol.Value, number + batch.Count, Numbered());
        if (!word.Reports.IsEmpty)
        {
            State.Clock = Clock with { Word = word };
            await Tell();
        }

        return word;
    }

    public Task LetGo(int run, long upTo)
    {
        Require(run == Clock.Run, run);
        (_letGo, _letGoIn) = (Math.Max(_letGo, upTo), ReplayMoment.Current);
        Deliver();
        return Task.CompletedTask;
    }

    public async Task<VenueWord> Finish(int run, bool isExhausted)
    {
        Require(run == Clock.Run, run);
        if (!Clock.IsEnded)
        {
            Venue.Finish(ReplayMoment.Current!.Value.At, VenueReasons.AtEnd(isExhausted), _reports);
            State.Clock = Clock with { IsEnded = true, Word = new VenueWord("", 0, Numbered()) };
            await Tell();
            await Save();
        }

        await _writes.Settle();
        return Clock.Word!;
    }

    public Task<bool> TakesLowFirst(Symbol symbol, bool isLowNearer) => Task.FromResult(Venue.TakesLowFirst(Venue.IndexOf(symbol), isLowNearer));

    public Task<Stillness> Settle() => Task.FromResult(new Stillness(
        !State.Outbox.Entries.Any(entry => entry.Sequence <= _letGo) && !_writes.IsBusy, _changes)
    {
        Orders = [.. State.Outbox.Entries.Select(entry => entry.Receiver).Where(ClientOrderIdOf).Distinct(StringComparer.Ordinal)],
    });

    private static bool ClientOrderIdOf(string receiver) => receiver.StartsWith(Domain.Orders.ClientOrderId.Prefix, StringComparison.Ordinal);

    /// <summary>A closing order after the end fills on the spot.</summary>
    private async Task FillAtEnd(Domain.Orders.OrderRequest request)
    {
        Venue.FillAtEnd(request, _reports);
        State.Clock = Clock with { Word = Clock.Word! with { Reports = [.. Clock.Word.Reports, .. Numbered()] } };
        await Tell();
    }

    /// <summary>What was just said, with the sequences that it gets in the outbox.</summary>
    private ImmutableArray<VenueOutboxEntry> Numbered() =>
        [.. State.Outbox.Add(_reports, ReceiverOf).Entries.Where(entry => entry.Sequence > State.Outbox.Sequence)];

    private void Require(bool holds, int run)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Venue {Key}: run {run} is over, {Clock.Run} has taken over.");
        }
    }
}
