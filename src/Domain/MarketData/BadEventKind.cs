namespace Trading.Domain.MarketData;

/// <summary>Why an event of a feed is left out.</summary>
public enum BadEventKind
{
    /// <summary>A price that is not above 0.</summary>
    Price = 0,

    /// <summary>A quantity that is not above 0.</summary>
    Quantity = 1,

    /// <summary>Older than the event before it.</summary>
    TimeBackwards = 2,

    /// <summary>Best bid above best ask.</summary>
    CrossedBook = 3,

    /// <summary>Too far from the price before it.</summary>
    Jump = 4,
}

/// <summary>The kinds by the names that answers and metrics use.</summary>
public static class BadEventKinds
{
    public const int Count = 5;

    public static string NameOf(BadEventKind kind) => kind switch
    {
        BadEventKind.Price => "price",
        BadEventKind.Quantity => "quantity",
        BadEventKind.TimeBackwards => "time_backwards",
        BadEventKind.CrossedBook => "crossed_book",
        BadEventKind.Jump => "jump",
        _ => throw new InvariantException($"Unknown kind of bad event {kind}."),
    };
}
