using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>Why a round trip ended, as the API shows it. An instance may give its own words; these are the ones known here.</summary>
public static class ExitReason
{
    public const string StopLoss = "stop_loss";
    public const string TakeProfit = "take_profit";
    public const string TrailingStop = "trailing_stop";
    public const string TimeLimit = "time_limit";
    public const string Exit = "exit";
    public const string Emergency = "emergency";
    public const string Close = "close";
    public const string Manual = "manual";
    public const string Reversed = "reversed";
    public const string Faulted = "faulted";
    public const string StopPolicy = "stop_policy";
    public const string KillSwitch = "kill_switch";
    public const string Liquidation = "liquidation";
    public const string AutoDeleveraging = "adl";
    public const string EndOfData = "end_of_data";
    public const string Reconciled = "reconciled";

    /// <summary>The reason when nothing more exact is known than what the closing order was for.</summary>
    public static string Of(OrderPurpose purpose) => purpose switch
    {
        OrderPurpose.Stop => StopLoss,
        OrderPurpose.Target or OrderPurpose.Step => TakeProfit,
        OrderPurpose.Exit => Exit,
        OrderPurpose.Close => Close,
        OrderPurpose.Entry => Reversed,
        _ => Manual,
    };
}
