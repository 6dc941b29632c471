using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Simulation.Tests.Models.Sessions;

internal enum StopPlant
{
    None,
    LateOpeningOpens,
    UnknownOrderIsNotDisowned,
    AcknowledgedBeforeResolved,
    EndIsNotTold,
}

internal enum StopGate : byte
{
    Never,
    Open,
    Closed,
}

internal enum StopReservation : byte
{
    None,
    Made,
    Claimed,
    Ended,
}

internal enum StopOrder : byte
{
    Unknown,
    Placed,
    Sent,
    NotPlaced,
    Over,
}

/// <summary>Messages that were ever sent; each may be heard at any time, again, or never.</summary>
[Flags]
internal enum StopWire : byte
{
    None = 0,
    Open = 1,
    Close = 2,
    Approved = 4,
    Claim = 8,
    End = 16,
}

/// <param name="IsClosedKnown">The session knows that the gate is closed, and which entries were approved before.</param>
/// <param name="IsAcknowledged">The stop was answered 2xx.</param>
internal readonly record struct StopModelState(
    SessionStatus Session, bool IsClosedKnown, bool IsAcknowledged, StopGate Gate, StopReservation Reservation, StopOrder Order, StopWire Wire);

/// <summary>One session, its gate, and one entry with its reservation: start, approval, placing, claim, inquiry, stop, in every order.</summary>
/// <param name="onAccount">Sees every step of the account: before, what it heard, after.</param>
internal sealed class StopModel(StopPlant plant, Action<(StopGate, StopReservation), string, (StopGate, StopReservation)>? onAccount = null)
{
    public ExplorationResult Close() => Exploration.Close(
        new StopModelState(SessionStatus.Created, false, false, StopGate.Never, StopReservation.None, StopOrder.Unknown, StopWire.None), Steps, Violation,
        state => state is { Session: SessionStatus.Stopped, Reservation: StopReservation.None or StopReservation.Ended, Order: not StopOrder.Placed });

    private static string? Violation(StopModelState state) =>
        state is { Session: SessionStatus.Stopped, IsAcknowledged: false } ? "Stopped before the stop was acknowledged" : null;

    private IEnumerable<(string Action, StopModelState Next)> Steps(StopModelState state) =>
        [.. OfSession(state), .. OfAccount(state), .. OfOrder(state)];

    private IEnumerable<(string Action, StopModelState Next)> OfSession(StopModelState state)
    {
        switch (state.Session)
        {
            case SessionStatus.Created:
                yield return ("starts", state with { Session = SessionStatus.Starting, Wire = state.Wire | StopWire.Open });
                break;
            case SessionStatus.Starting when state.Gate is StopGate.Open:
                yield return ("runs", state with { Session = SessionStatus.Running });
                break;
        }

        if (state.Session is SessionStatus.Created or SessionStatus.Starting or SessionStatus.Running)
        {
            yield return ("stops", state with { Session = SessionStatus.Stopping, Wire = state.Wire | StopWire.Close });
        }

        if (state is { IsClosedKnown: true, IsAcknowledged: false })
        {
            var resolved = Resolve(state);
            if (resolved.Order is not StopOrder.Placed && (resolved.Order is not StopOrder.Unknown || state.Reservation is StopReservation.None || plant is StopPlant.UnknownOrderIsNotDisowned))
            {
                yield return ("acknowledges", resolved with { IsAcknowledged = true });
            }
        }

        if (state is { Session: SessionStatus.Stopping, IsAcknowledged: true, Order: not StopOrder.Sent })
        {
            yield return ("ends", state with { Session = SessionStatus.Stopped });
        }
    }

    /// <summary>An entry approved before that is not fenced ends unplaced; one that nobody knows is disowned.</summary>
    private StopModelState Resolve(StopModelState state) => state.Reservation is StopReservation.None ? state : state.Order switch
    {
        StopOrder.Unknown when plant is StopPlant.UnknownOrderIsNotDisowned => state,
        StopOrder.Unknown or StopOrder.Placed => Told(state with { Order = StopOrder.NotPlaced }),
        _ => state,
    };

    private StopModelState Told(StopModelState state) =>
        plant is StopPlant.EndIsNotTold ? state : state with { Wire = state.Wire | StopWire.End };

    private IEnumerable<(string Action, StopModelState Next)> OfAccount(StopModelState state)
    {
        if (state.Wire.HasFlag(StopWire.Open) && (state.Gate is StopGate.Never || plant is StopPlant.LateOpeningOpens))
        {
            yield return Account(state, "open", state with { Gate = StopGate.Open });
        }
        else if (state.Wire.HasFlag(StopWire.Open))
        {
            yield return Account(state, "open", state);
        }

        if (state.Wire.HasFlag(StopWire.Close))
        {
            var closed = state with { Gate = StopGate.Closed };
            var isAtOnce = plant is StopPlant.AcknowledgedBeforeResolved;
            var (action, next) = Account(state, "close", closed);
            yield return (action, next with { IsClosedKnown = true, IsAcknowledged = next.IsAcknowledged || isAtOnce });
        }

        if (state.Gate is StopGate.Open || state.Reservation is not StopReservation.None)
        {
            var made = state.Reservation is StopReservation.None ? StopReservation.Made : state.Reservation;
            yield return Account(state, "judge", state with { Reservation = made, Wire = state.Wire | StopWire.Approved });
        }

        if (state.Wire.HasFlag(StopWire.Claim))
        {
            yield return Account(state, "claim", state with { Reservation = state.Reservation is StopReservation.Made ? StopReservation.Claimed : state.Reservation });
        }

        if (state.Wire.HasFlag(StopWire.End))
        {
            var isHeld = state.Reservation is StopReservation.Made or StopReservation.Claimed;
            yield return Account(state, "end", state with { Reservation = isHeld ? StopReservation.Ended : state.Reservation });
        }
    }

    private (string Action, StopModelState Next) Account(StopModelState before, string heard, StopModelState after)
    {
        onAccount?.Invoke((before.Gate, before.Reservation), heard, (after.Gate, after.Reservation));
        return ($"account: {heard}", after);
    }

    private IEnumerable<(string Action, StopModelState Next)> OfOrder(StopModelState state)
    {
        if (state.Wire.HasFlag(StopWire.Approved) && state.Order is StopOrder.Unknown)
        {
            yield return ("is placed", state with { Order = StopOrder.Placed, Wire = state.Wire | StopWire.Claim });
        }

        if (state.Order is StopOrder.Placed)
        {
            if (state.IsAcknowledged)
            {
                throw new ModelViolation("An entry is sent after the stop was acknowledged");
            }

            yield return ("is sent", state with { Order = StopOrder.Sent });
            yield return ("is too old", Told(state with { Order = StopOrder.NotPlaced }));
        }

        if (state.Order is StopOrder.Sent)
        {
            yield return ("is over", Told(state with { Order = StopOrder.Over }));
        }

        if (state.Reservation is StopReservation.Made)
        {
            // Nobody claimed it for 10 s: the order is asked, and disowned if it is not known.
            yield return state.Order is StopOrder.Unknown ? ("is disowned", Told(state with { Order = StopOrder.NotPlaced })) : ("is asked after", state);
        }
    }
}
