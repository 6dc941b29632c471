using Orleans;

namespace Trading.Domain.Accounts;

/// <summary>What an account remembers from one comparison with its venue's wallet to the next.</summary>
/// <param name="Difference">What the venue has more, quote units; 0 while there is none.</param>
/// <param name="Since">When that difference was seen first.</param>
/// <param name="Sightings">Comparisons that found it.</param>
[GenerateSerializer, Immutable, Alias("wallet-drift")]
public sealed record WalletDrift([property: Id(0)] decimal Difference, [property: Id(1)] DateTimeOffset Since, [property: Id(2)] int Sightings);

/// <param name="Drift">Null while nothing differs.</param>
/// <param name="Correction">To be applied; null while nothing is certain.</param>
public readonly record struct WalletDecision(WalletDrift? Drift, Correct? Correction);
