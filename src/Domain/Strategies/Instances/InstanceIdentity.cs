using Trading.Domain.Instruments;

namespace Trading.Domain.Strategies.Instances;

/// <summary>Who an instance is; part of every order's origin.</summary>
/// <param name="Key">Grain key, <c>str-…</c>.</param>
/// <param name="Position">Key of the position that it trades, <c>pos-…</c>.</param>
/// <param name="OrderId">Client order id of an origin and an ordinal, with the account and session of this instance.</param>
public sealed record InstanceIdentity(string Key, Symbol Symbol, string Position, Func<string, int, string> OrderId);
