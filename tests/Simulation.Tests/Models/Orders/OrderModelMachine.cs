using Trading.Domain.Orders;

namespace Trading.Simulation.Tests.Models.Orders;

/// <summary>The order of the model: two lots, each its own trade.</summary>
/// <param name="Fills">Bit 0 and bit 1: which lots are known to be filled.</param>
/// <param name="IsShown">The venue has shown that it holds it.</param>
/// <param name="HasId">The venue's own id is known.</param>
/// <param name="Cancel">0 none, 1 asked for, 2 by the deadline.</param>
/// <param name="Absences">Good queries that agreed on absence.</param>
/// <param name="Owed">Lots that a canceled order still waits for, plus 1; 0 while it works.</param>
/// <param name="HasFailed">The last question led nowhere.</param>
internal readonly record struct OrderModelMachine(
    OrderStatus Status, byte Fills, bool IsShown, bool HasId, byte Cancel, byte Absences, byte Owed, bool HasFailed, byte Attempt)
{
    public static OrderModelMachine Placed { get; } = new(OrderStatus.PendingNew, 0, false, false, 0, 0, 0, false, 0);

    public bool IsOver => Status.IsTerminal;

    public int Lots => (Fills & 1) + (Fills >> 1);
}

/// <summary>What the machine asks of the world. The first five lead the model on; all of them are what the production machine must ask for too.</summary>
[Flags]
internal enum OrderModelEffects
{
    None = 0,
    Write = 1,
    WriteSoon = 2,
    Send = 4,
    Query = 8,
    Cancel = 16,

    /// <summary>What the model carries out itself, in the order in which it is done.</summary>
    CarriedOut = Write | WriteSoon | Send | Query | Cancel,

    ArmDeadline = 32,
    ArmRetry = 64,
    DisarmDeadline = 128,
    DisarmRetry = 256,
    ClaimMargin = 512,
    FreeMargin = 1_024,
    TellJournal = 2_048,
    TellAccount = 4_096,
    TellPosition = 8_192,
    TellInstance = 16_384,
    TellAgain = 32_768,
    Answer = 65_536,
    ComeBack = 131_072,
    Alert = 262_144,
}

internal enum OrderModelInput : byte
{
    Place,
    Inquire,
    Proceed,
    ProceedLate,
    Activated,
    Tick,
    SendAccepted,
    SendRejected,
    SendUncertain,
    ReportAccepted,
    ReportFirst,
    ReportSecond,
    ReportCanceled0,
    ReportCanceled1,
    FoundWorking0,
    FoundWorking1,
    FoundFilled,
    FoundCanceled0,
    FoundCanceled1,
    NotFound,
    QueryFailed,
    Cancel,
    CancelRefused,
    CancelFailed,
}

/// <summary>When an input comes: before or after the last moment at which the venue may know more than its answers show, and the order's deadline.</summary>
internal readonly record struct OrderModelTime(bool IsPastHorizon, bool IsPastDeadline);
