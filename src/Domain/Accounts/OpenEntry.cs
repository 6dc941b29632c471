using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Accounts;

/// <summary>An approved entry that is not over, as far as the account knows it: it may not have been placed yet.</summary>
/// <param name="Known">Its id, account, session and instance are true; type and prices are not known.</param>
/// <param name="Context">Null for one that no judgement made.</param>
[GenerateSerializer, Immutable, Alias("open-entry")]
public sealed record OpenEntry([property: Id(0)] OrderRequest Known, [property: Id(1)] OrderContext? Context);
