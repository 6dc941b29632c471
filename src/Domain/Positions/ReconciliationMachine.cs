using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>
/// Compares a position with what its venue holds (spec: orders, Exchange session loss). Pure, and total over statements that are repeated, late or
/// out of order: what was booked once is never booked again.
/// <list type="number">
/// <item>Executions of our own orders that the position has not heard of are on their way: nothing is said while there are any.</item>
/// <item>A difference that executions past us explain is booked as just these, at once: their trade ids make a late report a repetition.</item>
/// <item>Any other must be seen again and again for <see cref="DriftWait"/>; then the venue's quantity holds.</item>
/// </list>
/// A liquidation explains itself. Whatever else was not done here is a <see cref="PositionCorrected"/>, which freezes the symbol in the account.
/// </summary>
public static class ReconciliationMachine
{
    /// <summary>How long a difference that nothing explains must last: longer than a venue's reads may lag behind, and than a silo's death keeps a fill.</summary>
    public static readonly TimeSpan DriftWait = TimeSpan.FromSeconds(20);

    /// <summary>Comparisons that must have found it, however far apart they were.</summary>
    public const int SightingsMin = 3;

    /// <summary>
    /// An execution of ours that its order has not told for so long since it was missed first is booked without it. Counted by comparisons, not from
    /// the execution: what was filled while all of us were away is told once we are back.
    /// </summary>
    public static readonly TimeSpan TellingMax = TimeSpan.FromMinutes(5);

    /// <summary>Executions that an alert names.</summary>
    private const int ShownMax = 3;

    /// <param name="memory">Of the comparison before.</param>
    /// <param name="now">The platform's time, as <paramref name="memory"/> counts it.</param>
    public static ReconciliationDecision Decide(
        Position position, Instrument instrument, Reconciliation memory, VenueHolding held, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(held);
        var unbooked = held.Executions.RemoveAll(execution => position.Seen.Contains(execution.TradeId));
        var unheard = unbooked.RemoveAll(execution => memory.IsSettled(execution.TradeId));
        if (unheard.FirstOrDefault(execution => execution.IsOurs) is { } awaited)
        {
            return memory.Awaited == awaited.TradeId && now - memory.AwaitedSince >= TellingMax
                ? Book(position, instrument, memory with { Awaited = null, AwaitedSince = null }, [awaited], held, now)
                : new(memory.Awaited == awaited.TradeId ? memory : memory with { Awaited = awaited.TradeId, AwaitedSince = now }, [], null);
        }

        var difference = held.Quantity - position.Quantity;
        if (Explanation(unheard, difference) is { IsEmpty: false } explained)
        {
            return Book(position, instrument, Settled(unbooked.RemoveRange(explained)), explained, held, now);
        }

        if (difference == 0m)
        {
            return new(Agreed(memory, unbooked), [], null);
        }

        var seen = memory.Difference == difference && memory.Since is not null
            ? memory with { Sightings = memory.Sightings + 1 }
            : memory with { Difference = difference, Since = now, Sightings = 1 };
        return seen.Sightings >= SightingsMin && now - seen.Since >= DriftWait && Correct(position, instrument, unbooked, held, now) is { } corrected
            ? corrected
            : new(seen, [], null);
    }

    /// <summary>Written only when it says something new: most comparisons agree.</summary>
    private static Reconciliation Agreed(Reconciliation memory, ImmutableArray<VenueExecution> unbooked)
    {
        var agreed = Settled(unbooked);
        return memory.Difference == 0m && memory.Settled.SequenceEqual(agreed.Settled, StringComparer.Ordinal) ? memory : agreed;
    }

    /// <summary>The latest executions that add up to the difference; empty when none do.</summary>
    private static ImmutableArray<VenueExecution> Explanation(ImmutableArray<VenueExecution> unheard, decimal difference)
    {
        var sum = 0m;
        for (var index = unheard.Length - 1; index >= 0; index--)
        {
            sum += unheard[index].Quantity;
            if (sum == difference)
            {
                return unheard[index..];
            }
        }

        return [];
    }

    private static ReconciliationDecision Book(
        Position position, Instrument instrument, Reconciliation after, ImmutableArray<VenueExecution> explained, VenueHolding held, DateTimeOffset now)
    {
        var turn = new Turn(position);
        var strange = explained.RemoveAll(execution => turn.Take(execution, instrument));
        if (strange.IsEmpty)
        {
            return new(after, turn.Events, null);
        }

        var alert = FormattableString.Invariant(
            $"{position.Symbol}: the venue holds {held.Quantity}, {position.Quantity} was held here. Neither ordered nor told here: {Text(strange)}.");
        turn = new Turn(position);
        turn.Note(now, held.Quantity - position.Quantity, alert);
        foreach (var execution in explained)
        {
            turn.Take(execution, instrument);
        }

        return new(after, turn.Events, alert);
    }

    /// <returns>Null while no price is known that the difference could be booked at.</returns>
    private static ReconciliationDecision? Correct(
        Position position, Instrument instrument, ImmutableArray<VenueExecution> unbooked, VenueHolding held, DateTimeOffset now)
    {
        var price = position.IsFlat || position.MarkPrice == 0m ? held.EntryPrice : position.MarkPrice;
        var cause = FormattableString.Invariant($"fix-{position.Sequence + 1}");
        if (price <= 0m || PositionMachine.Correction(position, held.Quantity, price, held.Leverage, cause, now) is not { } fill)
        {
            return null;
        }

        var alert = FormattableString.Invariant(
            $"{position.Symbol}: the venue holds {held.Quantity}, {position.Quantity} was held here, and no execution says why. Corrected at {price}.");
        var turn = new Turn(position);
        turn.Note(now, held.Quantity - position.Quantity, alert);
        turn.Add(PositionMachine.Decide(turn.Position, instrument, fill));
        return new(Settled(unbooked), turn.Events, alert);
    }

    /// <summary>Nothing differs any more; what was not booked here by its own id is in what both hold.</summary>
    private static Reconciliation Settled(ImmutableArray<VenueExecution> unbooked) =>
        Reconciliation.None with { Settled = [.. unbooked.Select(execution => execution.TradeId)] };

    private static PositionFill FillOf(VenueExecution execution) => new(
        execution.IsOurs ? execution.OrderId : "", 0, OrderPurpose.Manual, execution.Quantity > 0m ? Side.Buy : Side.Sell, execution.Leverage, PositionOwner.None,
        new Fill(execution.TradeId, execution.Price, Math.Abs(execution.Quantity), execution.Fee, Liquidity.Taker, execution.At),
        execution.IsLiquidation ? ExitReason.Liquidation : ExitReason.Reconciled);

    private static string Text(ImmutableArray<VenueExecution> executions)
    {
        var shown = string.Join("; ", executions.Take(ShownMax).Select(execution => FormattableString.Invariant(
            $"{execution.Quantity} at {execution.Price}, trade {execution.TradeId} of {(execution.IsLiquidation ? "a liquidation" : "order " + execution.OrderId)}")));
        return executions.Length <= ShownMax ? shown : FormattableString.Invariant($"{shown}; and {executions.Length - ShownMax} more");
    }

    /// <summary>The events so far, and the position after them.</summary>
    private sealed class Turn(Position position)
    {
        public Position Position { get; private set; } = position;

        public ImmutableArray<PositionEvent> Events { get; private set; } = [];

        public void Note(DateTimeOffset at, decimal difference, string detail) => Add([new PositionCorrected(Position.Sequence + 1, at, difference, detail)]);

        /// <summary>
        /// A liquidation of just what is held here loses its margin. One that came at the venue between fills that were booked in another order here is
        /// a fill at the bankruptcy price: in the end the money is the same.
        /// </summary>
        /// <returns>False when it was not done here and does not explain itself.</returns>
        public bool Take(VenueExecution execution, Instrument instrument)
        {
            if (execution.IsLiquidation && execution.Quantity == -Position.Quantity && execution.Price == Position.BankruptcyPrice)
            {
                Add(PositionMachine.Decide(
                    Position, new VenueLiquidated(Position.Symbol, Position.Quantity, execution.Price, execution.TradeId, execution.At)));
                return true;
            }

            Add(PositionMachine.Decide(Position, instrument, FillOf(execution)));
            return false;
        }

        public void Add(ImmutableArray<PositionEvent> changes)
        {
            foreach (var change in changes)
            {
                Position = Position.Apply(change);
                Events = Events.Add(change);
            }
        }
    }
}
