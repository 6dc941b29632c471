namespace Trading.Domain.Strategies.Instances;

/// <summary>Why an entry was refused before risk was asked.</summary>
public static class EntryRefusals
{
    public const string MaxTradesPerDay = "limit:max_trades_per_day";
    public const string MaxConsecutiveLosses = "limit:max_consecutive_losses";

    /// <summary>Another instance or a manual position holds the symbol.</summary>
    public const string SymbolBusy = "symbol_busy";
}
