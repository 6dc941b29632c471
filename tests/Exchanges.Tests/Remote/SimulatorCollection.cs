namespace Trading.Exchanges.Tests.Remote;

/// <summary>These classes share one exchange process, one after the other: each further process would only take time from the others.</summary>
[CollectionDefinition]
public sealed class SimulatorCollection : ICollectionFixture<SimulatorFixture>;
