using Trading.Domain.Orders;

namespace Trading.Simulation.Orders;

/// <summary>The kinds of effects that the order machine asks for, each of which must matter.</summary>
internal enum EffectKind
{
    PersistNow,
    PersistSoon,
    Reserve,
    Release,
    Tell,
    DeliverOutbox,
    AnswerCaller,
    Proceed,
    SendOrder,
    QueryVenue,
    SendCancel,
    ArmDeadline,
    ArmRetry,
    ArmRenewal,
    DisarmDeadline,
    DisarmRetry,
    DisarmRenewal,
    RaiseAlert,
}

internal static class EffectKinds
{
    private static readonly string[] Names = Enum.GetNames<EffectKind>();

    public static string NameOf(EffectKind kind) => Names[(int)kind];

    public static EffectKind Of(OrderEffect effect) => effect switch
    {
        Persist { CanWait: false } => EffectKind.PersistNow,
        Persist => EffectKind.PersistSoon,
        Reserve => EffectKind.Reserve,
        Release => EffectKind.Release,
        Tell => EffectKind.Tell,
        DeliverOutbox => EffectKind.DeliverOutbox,
        AnswerCaller => EffectKind.AnswerCaller,
        Proceed => EffectKind.Proceed,
        SendOrder => EffectKind.SendOrder,
        QueryVenue => EffectKind.QueryVenue,
        SendCancel => EffectKind.SendCancel,
        ArmTimer arm => arm.Timer switch
        {
            OrderTimer.Deadline => EffectKind.ArmDeadline,
            OrderTimer.Retry => EffectKind.ArmRetry,
            _ => EffectKind.ArmRenewal,
        },
        DisarmTimer disarm => disarm.Timer switch
        {
            OrderTimer.Deadline => EffectKind.DisarmDeadline,
            OrderTimer.Renewal => EffectKind.DisarmRenewal,
            _ => EffectKind.DisarmRetry,
        },
        RaiseAlert => EffectKind.RaiseAlert,
        _ => throw new InvalidOperationException($"Effect {effect.GetType().Name} has no kind."),
    };
}
