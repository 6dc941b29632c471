namespace Trading.Domain.Orders;

/// <summary>The whole order protocol: pure, without a clock or I/O.</summary>
public static partial class OrderMachine
{
    /// <summary>Judges an input.</summary>
    public static OrderDecision Decide(Order? order, OrderInput input, OrderProtocol protocol) => throw new NotSupportedException();

    /// <summary>Folds one event.</summary>
    public static Order Apply(Order? order, OrderEvent change) => throw new NotSupportedException();
}
