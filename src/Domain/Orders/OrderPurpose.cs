namespace Trading.Domain.Orders;

/// <summary>Why an order exists; part of its origin.</summary>
public enum OrderPurpose : byte
{
    /// <summary>A trader's own order.</summary>
    Manual = 0,

    /// <summary>Opens an instance's position.</summary>
    Entry = 1,

    /// <summary>A take-profit step that leaves quantity.</summary>
    Step = 2,

    /// <summary>The resting protective stop of a position.</summary>
    Stop = 3,

    /// <summary>The resting protective target of a position.</summary>
    Target = 4,

    /// <summary>An instance's full exit.</summary>
    Exit = 5,

    /// <summary>A close by hand, stop policy, kill switch or a faulted instance.</summary>
    Close = 6,
}
