using Trading.Domain.Positions;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies;

/// <param name="Expires">Signaled ends when it is over.</param>
public sealed record SignalSection(Condition When, TimeSpan Expires)
{
    public static readonly TimeSpan ExpiresDefault = TimeSpan.FromMinutes(10);
}

/// <param name="Cooldown">After a cancelled or expired signal.</param>
public sealed record CancelSection(Condition When, TimeSpan Cooldown);

/// <param name="Cooldown">After an entry that was refused or ended without a fill.</param>
/// <param name="Leverage">Sets the margin, never the quantity.</param>
/// <param name="Protection">Stop, steps and trailing stop of the position.</param>
public sealed record EntrySection(
    Condition When, OrderPlan Order, SizePlan Size, int Leverage, TimeSpan Cooldown, ProtectionPlan Protection)
{
    public static readonly TimeSpan CooldownDefault = TimeSpan.FromSeconds(60);
}

/// <param name="Cooldown">After every end of a position but an emergency.</param>
public sealed record ExitSection(Condition? When, OrderPlan Order, TimeSpan Cooldown)
{
    public static ExitSection None { get; } = new(null, OrderPlan.Market, TimeSpan.Zero);
}

/// <param name="Cooldown">After an emergency.</param>
public sealed record EmergencySection(Condition When, TimeSpan Cooldown);
