using Trading.Domain.Orders;
using Trading.Simulation.Faults;

namespace Trading.Simulation;

/// <summary>How one run goes. The planted faults are there so that the checker can be shown to see them.</summary>
internal sealed record WorldOptions
{
    /// <summary>Null draws a mixture from the seed.</summary>
    public FaultRates? Rates { get; init; }

    /// <summary>How long the traders trade and the faults strike, virtual milliseconds.</summary>
    public long ActiveMs { get; init; } = 180_000;

    public int Symbols { get; init; } = 3;

    public int Silos { get; init; } = 3;

    public OrderProtocol Protocol { get; init; } = new();

    /// <summary>Largest lag of a query behind the venue's truth, ms; the protocol's bound unless planted otherwise.</summary>
    public long ReadLagMs { get; init; } = 3_000;

    /// <summary>The supervisor's sweep over storage.</summary>
    public bool Sweeps { get; init; } = true;

    /// <summary>False plants: the sweep wakes what is due and never asks whether that helped.</summary>
    public bool DropsUnmoved { get; init; } = true;

    /// <summary>Goes on for a day after the end, so that orders retire.</summary>
    public bool Retires { get; init; }

    /// <summary>The crash point that kills; null for none.</summary>
    public int? FatalPoint { get; init; }

    /// <summary>The order machine; a maimed one is planted.</summary>
    public OrderDecider Machine { get; init; } = OrderMachine.Decide;

    /// <summary>False plants: a process decides by its own clock, 30 s off.</summary>
    public bool CorrectsClocks { get; init; } = true;

    /// <summary>Planted: a failed or conflicting write is ignored.</summary>
    public bool GoesOnAfterFailedWrite { get; init; }

    /// <summary>Planted: the outbox is told before it is written.</summary>
    public bool TellsBeforeDurable { get; init; }

    public Action<string>? Trace { get; init; }
}
