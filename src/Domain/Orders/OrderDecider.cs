namespace Trading.Domain.Orders;

/// <summary>
/// <see cref="OrderMachine.Decide"/> as an interpreter of its effects is given it. A test gives a machine that leaves one effect out, and sees
/// whether the interpreter does what the effects say and nothing of its own.
/// </summary>
public delegate OrderDecision OrderDecider(Order? order, OrderInput input, OrderProtocol protocol);
