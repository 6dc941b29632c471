using Trading.Domain.Orders;

namespace Trading.Domain.Strategies;

/// <summary>Why a position ended: the exit reason of round trips and transitions.</summary>
public static class ExitReasons
{
    public const string Exit = "exit";
    public const string Emergency = "emergency";
    public const string StopLoss = "stop_loss";
    public const string TrailingStop = "trailing_stop";
    public const string TakeProfit = "take_profit";
    public const string TimeLimit = "time_limit";
    public const string Faulted = "faulted";
    public const string Manual = "manual";
    public const string StopPolicy = "stop_policy";
    public const string Liquidation = "liquidation";
    public const string AutoDeleveraging = "adl";
    public const string EndOfData = "end_of_data";

    /// <summary>The reason that the purpose of the closing order alone gives; an instance's own exit knows better (<c>InstanceState.ExitReason</c>).</summary>
    public static string Of(OrderPurpose purpose) => purpose switch
    {
        OrderPurpose.Stop => StopLoss,
        OrderPurpose.Step or OrderPurpose.Target => TakeProfit,
        OrderPurpose.Exit => Exit,
        OrderPurpose.Close => StopPolicy,
        _ => Manual,
    };
}
