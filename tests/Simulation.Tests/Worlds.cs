using Trading.Domain.Orders;
using Trading.Simulation.Faults;

namespace Trading.Simulation.Tests;

/// <summary>Runs that several tests are made of.</summary>
internal static class Worlds
{
    public const long RenewalMs = 2_000;

    /// <summary>No grain is made to begin anew, by which it would make up for what it left out.</summary>
    public static WorldOptions Plain { get; } = new() { DropsUnmoved = false };

    public static WorldOptions Calm { get; } = Plain with { Rates = FaultRates.None, Retires = true };

    public static WorldOptions CalmWithoutSweep { get; } = Calm with { Sweeps = false };

    /// <summary>The venue limits the life of trigger orders.</summary>
    public static WorldOptions ShortLived { get; } = Calm with
    {
        Protocol = new OrderProtocol { TriggerLifetime = TimeSpan.FromSeconds(4), TriggerRenewalLead = TimeSpan.FromSeconds(2) },
    };

    /// <summary>The venue says a definite no to orders that it takes.</summary>
    public static WorldOptions Lying { get; } = Plain with { Rates = FaultRates.None.With(Fault.RefusedThoughTaken, 1_000) };

    /// <summary>Requests and answers get lost, and no sweep helps.</summary>
    public static WorldOptions LossyWithoutSweep { get; } = Plain with
    {
        Rates = FaultRates.Only(Fault.AcceptedResponseLost, Fault.RequestNeverArrived, Fault.QueryFailed, Fault.CancelLost),
        Sweeps = false,
    };
}
