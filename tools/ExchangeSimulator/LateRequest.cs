using Trading.Exchanges.Remote.Wire;

namespace Trading.ExchangeSimulator;

/// <summary>A submission that is still on the wire though its sender has given it up.</summary>
/// <param name="DueAt">By the clock that its symbol goes by.</param>
internal sealed record LateRequest(string Account, WireSubmit Submit, DateTimeOffset DueAt);
