namespace Trading.Simulation.Tests.Models.Orders;

/// <summary>One order, its storage row, up to two activations of it, the venue, and what is on the wire.</summary>
/// <param name="Durable">The row; null before the first write.</param>
/// <param name="First">An activation; null when the process is gone.</param>
/// <param name="Second">Another activation of the same order.</param>
/// <param name="Phase">0: a request of the last attempt may still be taken; 1: answers may lag behind; 2: past the horizon.</param>
/// <param name="Told">Fills that the position has booked.</param>
internal readonly record struct OrderModelState(
    OrderModelMachine? Durable,
    OrderModelActivation? First,
    OrderModelActivation? Second,
    OrderModelVenue Venue,
    OrderModelWire Wire,
    byte Phase,
    bool IsPastDeadline,
    bool IsAnswered,
    byte Told);

/// <param name="Order">In memory; null before the order is placed.</param>
/// <param name="Todo">Effects of the turn that are not done yet.</param>
/// <param name="IsDirty">Something waits for the next write.</param>
/// <param name="IsStale">Another activation wrote since: its next write is a conflict.</param>
/// <param name="IsFresh">Just loaded: recovers before anything else.</param>
/// <param name="Proceeds">Comes back to itself once the order is durable.</param>
/// <param name="HasOutbox">Knows of the fills that are still to be told; planted otherwise, every activation does.</param>
internal readonly record struct OrderModelActivation(
    OrderModelMachine? Order, OrderModelEffects Todo, bool IsDirty, bool IsStale, bool IsFresh, bool Proceeds, bool HasOutbox);

internal enum OrderModelVenueStatus : byte
{
    None,
    Working,
    Canceled,
    Filled,
}

internal readonly record struct OrderModelVenue(OrderModelVenueStatus Status, byte Lots);

/// <summary>Messages that were ever sent. None is taken off the wire: each may come late, several times, or never.</summary>
[Flags]
internal enum OrderModelWire : ushort
{
    None = 0,
    Create = 1,
    Accepted = 2,
    Rejected = 4,
    Uncertain = 8,
    ReportAccepted = 16,
    ReportFirst = 32,
    ReportSecond = 64,
    ReportCanceled = 128,
    Cancel = 256,
    CancelRefused = 512,
}

/// <summary>Mistakes that a protocol or a host could make.</summary>
internal enum OrderPlant
{
    None,
    SendBeforeFence,
    AbsenceAtOnce,
    ResendEntry,
    DropOutboxOnCrash,
    AnswerBeforeDurable,
    IgnoreConflict,
}
