namespace Trading.Testing.Hosts;

/// <summary>What is run: paths of the hosts' assemblies, each beside all that it needs.</summary>
public sealed record HostAssemblies(string Api, string Silo);
